package io.doula.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.doula.core.CannotStart;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.mock.env.MockEnvironment;

class QueueSettingsTest {
  private static final String URL = "redis://nurse:Geheim-77@127.0.0.1:1/2";

  @Test
  void withNothingSetThereIsNoQueue() throws Exception {
    QueueSettings settings = of(Map.of());
    assertThat(settings.described()).isEqualTo("none");
    assertThat(settings.trouble()).isEmpty();
    assertThat(settings.open().carries()).isFalse();
  }

  @Test
  void aRedisUrlIsEnoughAndItsLoginIsNotShown() throws Exception {
    QueueSettings settings = of(Map.of("REDIS_URL", URL));
    assertThat(settings.described()).isEqualTo("redis at 127.0.0.1:1");
    assertThat(settings.trouble()).hasValue("does not answer");
    assertThat(settings.open().carries()).isTrue();
    assertThat(of(Map.of("REDIS_URL", "rediss://cache.example.org")).described())
        .isEqualTo("redis at cache.example.org:6379 (TLS)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://redis_1",
        "redis://:p%40ss@redis_1:6379/0",
        "rediss://u:p@redis_1:6379?timeout=2s"
      })
  void addressesOfEveryUsualFormAreRead(String url) {
    assertThat(of(Map.of("REDIS_URL", url)).described()).startsWith("redis at redis_1:6379");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://sqs.eu-west-1.amazonaws.com/123456789012/doula-hints",
        "https://vpce-0a1b-2c3d.sqs.eu-west-1.vpce.amazonaws.com/123456789012/doula",
        "http://sqs.eu-west-1.localhost.localstack.cloud:4566/000000000000/doula"
      })
  void anAddressOfAQueueIsEnoughAndSaysTheRegion(String url) {
    QueueSettings settings = of(Map.of("DOULA_QUEUE_URL", url));
    assertThat(settings.described()).isEqualTo("sqs at " + url);
    assertThat(settings.isNone()).isFalse();
    assertThat(settings.open().carries()).isTrue();
    assertThat(SqsQueue.at(url, new MockEnvironment()).region()).isEqualTo("eu-west-1");
  }

  @Test
  void aQueueThatDoesNotAnswerIsSaidToInAWord() {
    QueueSettings settings =
        of(
            Map.of(
                "DOULA_QUEUE_URL", "http://127.0.0.1:1/123/doula",
                "AWS_REGION", "eu-west-1",
                "AWS_ACCESS_KEY_ID", "id",
                "AWS_SECRET_ACCESS_KEY", "Geheim-77"));
    assertThat(settings.trouble()).hasValue("does not answer (ConnectException)");
  }

  @Test
  void whatDoulaQueueNamesGoesBeforeAnAddress() {
    assertThat(of(Map.of("REDIS_URL", URL, "DOULA_QUEUE", "none")).described()).isEqualTo("none");
  }

  @Test
  void whatDoesNotExistOrCanNotWorkIsRefusedByName() {
    refused(Map.of("DOULA_QUEUE", "pigeon"), "DOULA_QUEUE names pigeon");
    refused(Map.of("DOULA_QUEUE", "redis"), "REDIS_URL is missing");
    refused(Map.of("DOULA_QUEUE", "sqs"), "DOULA_QUEUE_URL is missing");
    refused(Map.of("DOULA_QUEUE_URL", "sqs.eu-west-1.amazonaws.com/1/doula"), "can't be read");
    refused(
        Map.of("DOULA_QUEUE_URL", "https://sqs.eu-west-1.amazonaws.com/1/doula.fifo"),
        "names a FIFO queue");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1:6379",
        "http://:Geheim-77@127.0.0.1",
        "redis://:Geheim-77#@127.0.0.1",
        "redis://:Geheim-77%@127.0.0.1",
        "redis://:Geheim-77@127.0.0.1:port",
        "redis://:Geheim-77/@127.0.0.1",
        "redis://nurse:77/Geheim@127.0.0.1",
        "redis://nurse:77?Geheim@127.0.0.1",
        "redis://"
      })
  void anAddressThatCanNotBeReadIsRefusedAndNotRepeated(String url) {
    assertThatThrownBy(() -> of(Map.of("REDIS_URL", url)))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("REDIS_URL can't be read")
        .hasMessageNotContaining("Geheim");
  }

  @Test
  void theProgramMakesItsQueueWithoutAskingRedisAndClosesIt() {
    new ApplicationContextRunner()
        .withUserConfiguration(QueueDoor.class)
        .withPropertyValues("REDIS_URL=" + URL)
        .run(
            context -> {
              Wakeups wakeups = context.getBean(Wakeups.class);
              assertThat(Thread.getAllStackTraces().keySet())
                  .noneMatch(thread -> thread.getName().startsWith("lettuce"));
              context.close();
              assertThat(wakeups.take(Duration.ofHours(1))).isEmpty();
            });
  }

  @Test
  void withoutAQueueTakingWaitsUntilItIsClosed() throws Exception {
    NoWakeups none = new NoWakeups();
    none.publish(List.of(new Hint(1, 1, "sms")));
    assertThat(none.take(Duration.ofMillis(10))).isEmpty();
    CompletableFuture<Optional<Wakeups.Wake>> waiting =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return none.take(Duration.ofHours(1));
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    assertThat(waiting).isNotDone();
    none.close();
    assertThat(waiting.get(1, TimeUnit.SECONDS)).isEmpty();
  }

  private static QueueSettings of(Map<String, String> settings) {
    MockEnvironment environment = new MockEnvironment();
    settings.forEach(environment::setProperty);
    return QueueSettings.of(environment);
  }

  private static void refused(Map<String, String> settings, String why) {
    assertThatThrownBy(() -> of(settings))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining(why);
  }
}
