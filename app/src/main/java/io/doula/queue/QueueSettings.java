package io.doula.queue;

import io.doula.core.CannotStart;
import java.util.Optional;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * What {@code DOULA_QUEUE}, {@code REDIS_URL} and {@code DOULA_QUEUE_URL} say: {@code redis} when
 * there is a {@code REDIS_URL}, {@code sqs} when there is a {@code DOULA_QUEUE_URL}, else {@code
 * none}, unless {@code DOULA_QUEUE} names one.
 */
public final class QueueSettings {
  /** Left out where hints go by SQS only: a function's packaging. */
  private static final String REDIS_CLIENT = "io.lettuce.core.RedisClient";

  private final Queue queue;

  private QueueSettings(Queue queue) {
    this.queue = queue;
  }

  /**
   * Reads the settings; asks nobody.
   *
   * @throws CannotStart when they name no queue there is, no address, or one that this packaging
   *     has no client for
   */
  public static QueueSettings of(Environment environment) {
    String redis = setting(environment, "REDIS_URL");
    String sqs = setting(environment, "DOULA_QUEUE_URL");
    String implied = !redis.isEmpty() ? "redis" : !sqs.isEmpty() ? "sqs" : "none";
    String named = setting(environment, "DOULA_QUEUE");
    String queue = named.isEmpty() ? implied : named;
    return new QueueSettings(
        switch (queue) {
          case "redis" -> redis(redis);
          case "sqs" -> SqsQueue.at(sqs, environment);
          case "none" -> new NoQueue();
          default ->
              throw new CannotStart(
                  "DOULA_QUEUE names %s, which does not exist; there are redis, sqs and none."
                      .formatted(queue));
        });
  }

  private static Queue redis(String url) {
    if (!ClassUtils.isPresent(REDIS_CLIENT, QueueSettings.class.getClassLoader())) {
      throw new CannotStart(
          "REDIS_URL or DOULA_QUEUE asks for redis, and this packaging has no Redis client: functions"
              + " take their hints from SQS. Set DOULA_QUEUE=sqs and DOULA_QUEUE_URL.");
    }
    return RedisQueue.at(url);
  }

  private static String setting(Environment environment, String name) {
    return environment.getProperty(name, "").strip();
  }

  /** Where hints go, without a login: {@code redis at host:6379}, or {@code none}. */
  public String described() {
    return queue.described();
  }

  public boolean isNone() {
    return queue instanceof NoQueue;
  }

  /**
   * Asks the queue, for some seconds at most: empty when it answers or there is none, else what is
   * wrong, in words that go after its name.
   */
  public Optional<String> trouble() {
    return queue.trouble();
  }

  Wakeups open() {
    return queue.open();
  }
}
