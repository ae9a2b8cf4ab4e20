package io.doula.functions.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** A real queue, and a real function that fails the messages whose text is poison. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "AWS's runtime client is native code for Linux")
class EventSourceTest {
  private final Queues queues = new Queues();
  @TempDir Path code;
  private LambdaFunction function;
  private EventSource source;

  @BeforeEach
  void start() throws IOException {
    function = LambdaFunctionTest.trial(code, line -> {});
    queues.client().createQueue(queue -> queue.queueName("Dead"));
    queues
        .client()
        .createQueue(
            queue ->
                queue
                    .queueName("Hints")
                    .attributes(
                        Map.of(
                            QueueAttributeName.VISIBILITY_TIMEOUT,
                            "1",
                            QueueAttributeName.REDRIVE_POLICY,
                            "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":2}"
                                .formatted(Physical.arn("sqs", "Dead")))));
    source = source(List.of("ReportBatchItemFailures"));
  }

  @AfterEach
  void stop() {
    function.close();
    queues.close();
  }

  @Test
  void whatSucceededIsDeletedAndThePoisonEndsAmongTheDeadLetters() throws Exception {
    List.of("good", "POISON", "better").forEach(this::send);

    source.pollOnce(1);
    assertThat(left("Hints")).isEqualTo(1);
    pollUntilNothingIsVisible();

    assertThat(left("Hints")).isZero();
    assertThat(left("Dead")).isEqualTo(1);
  }

  @Test
  void aFunctionThatDiesDeletesNothing() throws Exception {
    List.of("good", "EXIT").forEach(this::send);

    source.pollOnce(1);

    assertThat(left("Hints")).isEqualTo(2);
  }

  @Test
  void aFailureThatNobodyKnowsCountsForTheWholeBatch() throws Exception {
    List.of("good", "STRANGER").forEach(this::send);

    source.pollOnce(1);

    assertThat(left("Hints")).isEqualTo(2);
  }

  @Test
  void withoutReportsASuccessIsForAll() throws Exception {
    List.of("good", "POISON").forEach(this::send);

    source(List.of()).pollOnce(1);

    assertThat(left("Hints")).isZero();
  }

  private EventSource source(List<String> reports) {
    Map<String, Object> properties =
        Map.of("Queue", Physical.arn("sqs", "Hints"), "FunctionResponseTypes", reports);
    return new EventSource(queues, function, properties, 0, line -> {});
  }

  private void pollUntilNothingIsVisible() throws InterruptedException {
    for (int round = 0; round < 4; round++) {
      Thread.sleep(1100);
      source.pollOnce(0);
    }
  }

  private void send(String body) {
    queues
        .client()
        .sendMessage(message -> message.queueUrl(queues.urlOf("Hints")).messageBody(body));
  }

  private int left(String queue) {
    Map<QueueAttributeName, String> numbers =
        queues
            .client()
            .getQueueAttributes(
                asked -> asked.queueUrl(queues.urlOf(queue)).attributeNames(QueueAttributeName.ALL))
            .attributes();
    return Integer.parseInt(numbers.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
        + Integer.parseInt(
            numbers.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE));
  }
}
