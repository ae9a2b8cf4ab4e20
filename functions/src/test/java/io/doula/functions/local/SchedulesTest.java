package io.doula.functions.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.doula.functions.local.Template.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.model.Message;

@EnabledOnOs(value = OS.LINUX, disabledReason = "AWS's runtime client is native code for Linux")
class SchedulesTest {
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final Queues queues = new Queues();
  private final Schedules schedules =
      new Schedules(queues, Clock.systemUTC(), Duration.ofMillis(50), log::add);
  @TempDir Path code;
  private LambdaFunction function;

  @BeforeEach
  void start() throws IOException {
    function = LambdaFunctionTest.trial(code, log::add);
    queues.client().createQueue(queue -> queue.queueName("Dead"));
  }

  @AfterEach
  void stop() {
    schedules.close();
    function.close();
    queues.close();
  }

  @Test
  void anEventThatKeepsFailingIsTriedAgainAndThenLeftWhereOnFailureSays() {
    add("{\"task\":\"THROW\"}", "rate(1 day)");

    schedules.trigger("Trial.Rule");

    Message dead = deadLetter();
    assertThat(log.stream().filter(line -> line.contains("START"))).hasSize(3);
    assertThat(dead.body())
        .contains(
            "\"requestPayload\":{\"task\":\"THROW\"}", "thrown on purpose", "RetriesExhausted");
  }

  @Test
  void aRuleFiresWhenItsTimeHasCome() throws InterruptedException {
    Instant justBefore = Instant.parse("2026-03-12T00:59:59.700Z");
    Clock clock = Clock.offset(Clock.systemUTC(), Duration.between(Instant.now(), justBefore));
    try (Schedules atNight = new Schedules(queues, clock, Duration.ofMillis(50), log::add)) {
      atNight.add(event("{\"task\":\"daily\"}", "cron(0 1 * * ? *)"), function, Map.of());
      for (int look = 0; look < 100 && log.isEmpty(); look++) {
        Thread.sleep(100);
      }
    }

    assertThat(log.get(0)).contains("START");
  }

  @Test
  void aResourceThatIsRefusedStopsTheStackWithTheFunctionsReason() throws Exception {
    CustomResource.create("Migration", "Custom::Migration", Map.of("ServiceToken", "t"), function);

    assertThatThrownBy(
            () ->
                CustomResource.create(
                    "Migration", "Custom::Migration", Map.of("To", "REFUSE"), function))
        .hasMessage("Migration was not created: refused on purpose");
  }

  private void add(String input, String schedule) {
    schedules.add(
        event(input, schedule),
        function,
        Map.of(
            "MaximumRetryAttempts",
            2,
            "DestinationConfig",
            Map.of("OnFailure", Map.of("Destination", Physical.arn("sqs", "Dead")))));
  }

  private static Event event(String input, String schedule) {
    return new Event("Trial", "Rule", "Schedule", Map.of("Schedule", schedule, "Input", input));
  }

  private Message deadLetter() {
    return queues
        .client()
        .receiveMessage(asked -> asked.queueUrl(queues.urlOf("Dead")).waitTimeSeconds(20))
        .messages()
        .get(0);
  }
}
