package io.doula.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.doula.testing.AwsEndpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.eventbridge.model.Target;

/**
 * The rules of EventBridge that template.yaml asks for, made at AWS or what answers as AWS does
 * (docs/local-aws.md): the expressions are ones that EventBridge takes, and what a function is
 * given is JSON.
 */
@Timeout(120)
class SchedulesAtAwsTest {
  private static final Path TEMPLATE = Path.of("..", "template.yaml");
  private static final Pattern SCHEDULE =
      Pattern.compile(
          "Schedule: ((?:rate|cron)\\([^)]*\\))\\s+Input: '(\\{[^']*})'\\s+RetryPolicy:(?:\\s+#[^\\n]*)*"
              + "\\s+MaximumEventAgeInSeconds: (\\d+)\\s+MaximumRetryAttempts: (\\d+)");
  private static final String FUNCTION =
      "arn:aws:lambda:eu-west-1:123456789012:function:doula-TickFunction:live";
  private static final String DEAD = "arn:aws:sqs:eu-west-1:123456789012:doula-TickDeadLetters";

  @Test
  void everyScheduleOfTheTemplateIsARuleWithItsTarget() throws Exception {
    assumeTrue(Files.exists(TEMPLATE), "there is no template.yaml beside app");
    AwsEndpoint aws = AwsEndpoint.orSkip();
    List<MatchResult> schedules = SCHEDULE.matcher(Files.readString(TEMPLATE)).results().toList();
    assertThat(schedules).extracting(found -> found.group(1)).contains("rate(1 minute)");
    assertThat(schedules).as("the tick, and the daily one").hasSizeGreaterThanOrEqualTo(2);
    try (EventBridgeClient events =
        aws.client(EventBridgeClient.builder().httpClient(UrlConnectionHttpClient.create()))) {
      schedules.forEach(schedule -> make(schedule, events));
    }
  }

  private static void make(MatchResult schedule, EventBridgeClient events) {
    String rule = "doula-" + UUID.randomUUID();
    events.putRule(
        made -> made.name(rule).scheduleExpression(schedule.group(1)).state(RuleState.ENABLED));
    assertThat(
            events.putTargets(put -> put.rule(rule).targets(target(schedule))).failedEntryCount())
        .isZero();
    try {
      DescribeRuleResponse stored = events.describeRule(asked -> asked.name(rule));
      assertThat(stored.scheduleExpression()).isEqualTo(schedule.group(1));
      assertThat(stored.state()).isEqualTo(RuleState.ENABLED);
      Target target = events.listTargetsByRule(asked -> asked.rule(rule)).targets().get(0);
      assertThat(target.arn()).isEqualTo(FUNCTION);
      assertThat(target.input()).isEqualTo(schedule.group(2));
      assertThat(target.retryPolicy().maximumRetryAttempts())
          .isEqualTo(Integer.parseInt(schedule.group(4)));
      assertThat(target.deadLetterConfig().arn()).isEqualTo(DEAD);
    } finally {
      events.removeTargets(removed -> removed.rule(rule).ids("function"));
      events.deleteRule(deleted -> deleted.name(rule));
    }
  }

  private static Target target(MatchResult schedule) {
    return Target.builder()
        .id("function")
        .arn(FUNCTION)
        .input(schedule.group(2))
        .retryPolicy(
            retries ->
                retries
                    .maximumEventAgeInSeconds(Integer.parseInt(schedule.group(3)))
                    .maximumRetryAttempts(Integer.parseInt(schedule.group(4))))
        .deadLetterConfig(dead -> dead.arn(DEAD))
        .build();
  }
}
