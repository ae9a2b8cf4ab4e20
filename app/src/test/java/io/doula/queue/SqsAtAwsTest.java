package io.doula.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.doula.testing.AwsEndpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.mock.env.MockEnvironment;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Wake-ups at AWS, or what answers as AWS does (docs/local-aws.md). */
@Timeout(120)
class SqsAtAwsTest {
  private static final int MOST_RECEIVES = 3;

  private AwsEndpoint aws;
  private SqsClient sqs;
  private String queue;
  private String aside;
  private SqsWakeups wakeups;

  /** As template.yaml makes them: what is received three times in vain is put aside. */
  @BeforeEach
  void queues() {
    aws = AwsEndpoint.orSkip();
    sqs = aws.client(SqsClient.builder().httpClient(UrlConnectionHttpClient.create()));
    String name = "doula-" + UUID.randomUUID();
    aside = sqs.createQueue(made -> made.queueName(name + "-dead")).queueUrl();
    String arn =
        sqs.getQueueAttributes(
                asked -> asked.queueUrl(aside).attributeNames(QueueAttributeName.QUEUE_ARN))
            .attributes()
            .get(QueueAttributeName.QUEUE_ARN);
    queue =
        sqs.createQueue(
                made ->
                    made.queueName(name)
                        .attributes(
                            Map.of(
                                QueueAttributeName.REDRIVE_POLICY,
                                "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":\"%d\"}"
                                    .formatted(arn, MOST_RECEIVES))))
            .queueUrl();
    wakeups = new SqsWakeups(settings(), Duration.ofSeconds(30));
  }

  private SqsQueue settings() {
    MockEnvironment environment = new MockEnvironment();
    aws.settings().forEach(environment::setProperty);
    return SqsQueue.at(queue, environment);
  }

  @AfterEach
  void gone() {
    if (sqs != null) {
      wakeups.close();
      sqs.deleteQueue(deleted -> deleted.queueUrl(queue));
      sqs.deleteQueue(deleted -> deleted.queueUrl(aside));
      sqs.close();
    }
  }

  @Test
  void hintsArriveWholeAndAreGoneWhenTheyAreDone() throws Exception {
    assertThat(settings().trouble()).isEmpty();
    List<Hint> herd = IntStream.range(0, 1_200).mapToObj(n -> new Hint(n, 1, "whatsapp")).toList();
    wakeups.publish(herd);
    List<Hint> taken = new ArrayList<>();
    while (taken.size() < herd.size()) {
      Wakeups.Wake wake = wakeups.take(Duration.ofSeconds(20)).orElseThrow();
      taken.addAll(wake.hints());
      wake.done();
    }
    assertThat(taken).containsExactlyInAnyOrderElementsOf(herd);
    assertThat(received(queue)).isEmpty();
  }

  /** What Lambda does with a partial batch response: it deletes all but what is reported. */
  @Test
  void ofABatchOnlyThePoisonMessageComesBackAndEndsInTheDeadLetterQueue() {
    wakeups.publish(List.of(new Hint(1, 1, "sms")));
    sqs.sendMessage(poison -> poison.queueUrl(queue).messageBody("{\"name\":\"Neema\"}"));
    wakeups.publish(List.of(new Hint(2, 1, "email")));
    List<String> read = new ArrayList<>();
    List<Message> dead = new ArrayList<>();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              received(queue).forEach(message -> handle(message, read));
              dead.addAll(received(aside));
              return !dead.isEmpty();
            });
    assertThat(read).containsExactlyInAnyOrder("sms 1:1", "email 2:1");
    assertThat(dead).singleElement().extracting(Message::body).asString().contains("Neema");
    assertThat(received(queue)).isEmpty();
  }

  private void handle(Message message, List<String> read) {
    try {
      Hints.read(message.body());
      read.add(message.body());
      sqs.deleteMessage(done -> done.queueUrl(queue).receiptHandle(message.receiptHandle()));
    } catch (UnreadableHints poison) {
      sqs.changeMessageVisibility(
          back -> back.queueUrl(queue).receiptHandle(message.receiptHandle()).visibilityTimeout(0));
    }
  }

  private List<Message> received(String from) {
    return sqs.receiveMessage(asked -> asked.queueUrl(from).maxNumberOfMessages(10)).messages();
  }
}
