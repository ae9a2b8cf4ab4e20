package io.doula.queue;

import io.doula.core.CannotStart;
import io.lettuce.core.RedisURI;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/**
 * What {@code DOULA_QUEUE} and {@code REDIS_URL} say: {@code redis} when there is a {@code
 * REDIS_URL}, else {@code none}, unless {@code DOULA_QUEUE} names one.
 */
public final class QueueSettings {
  /**
   * Stricter than the library, which takes half of a password for the host when its special
   * characters stand as they are.
   */
  private static final Pattern ADDRESS =
      Pattern.compile(
          "rediss?://([^/?#@]*@)?([\\w.-]+|\\[[0-9a-fA-F:.]+])(:\\d{1,5})?(/\\d{0,3})?(\\?[^@#]*)?");

  private final @Nullable RedisURI redis;

  private QueueSettings(@Nullable RedisURI redis) {
    this.redis = redis;
  }

  /**
   * Reads the settings; asks nobody.
   *
   * @throws CannotStart when they name no queue there is, or no address
   */
  public static QueueSettings of(Environment environment) {
    String url = setting(environment, "REDIS_URL");
    String sqs = setting(environment, "DOULA_QUEUE_URL");
    String implied = !url.isEmpty() ? "redis" : !sqs.isEmpty() ? "sqs" : "none";
    String named = setting(environment, "DOULA_QUEUE");
    String queue = named.isEmpty() ? implied : named;
    return switch (queue) {
      case "redis" -> new QueueSettings(address(url));
      case "none" -> new QueueSettings(null);
      case "sqs" ->
          throw new CannotStart(
              "The queue sqs comes with the serverless door. Set DOULA_QUEUE=none, or redis and REDIS_URL.");
      default ->
          throw new CannotStart(
              "DOULA_QUEUE names %s, which does not exist; there are redis and none."
                  .formatted(queue));
    };
  }

  private static String setting(Environment environment, String name) {
    return environment.getProperty(name, "").strip();
  }

  /** Not with the parser's own words: they repeat the address, and it may hold a password. */
  private static RedisURI address(String url) {
    if (url.isEmpty()) {
      throw new CannotStart("DOULA_QUEUE is redis, and REDIS_URL is missing.");
    }
    try {
      if (ADDRESS.matcher(url).matches()) {
        RedisURI uri = RedisURI.create(url);
        uri.setTimeout(RedisServer.PATIENCE);
        return uri;
      }
    } catch (IllegalArgumentException | NullPointerException e) {
      // told below, as for any other address
    }
    throw new CannotStart(
        "REDIS_URL can't be read. It looks like redis://host:6379 or rediss://user:password@host:6379,"
            + " where the password's special characters are written as %40 and so on.");
  }

  /** Where hints go, without a login: {@code redis at host:6379}, or {@code none}. */
  public String described() {
    return redis == null ? "none" : "redis at " + new RedisServer(redis).address();
  }

  public boolean isNone() {
    return redis == null;
  }

  /** Asks Redis, for two seconds at most; true when there is nobody to ask. */
  public boolean answers() {
    if (redis == null) {
      return true;
    }
    try (RedisServer server = new RedisServer(redis)) {
      CompletionStage<String> pong = server.connect().thenCompose(open -> open.async().ping());
      return "PONG".equals(pong.toCompletableFuture().get(2, TimeUnit.SECONDS));
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  Wakeups open() {
    return redis == null
        ? new NoWakeups()
        : new RedisWakeups(new RedisServer(redis), RedisWakeups.LEASE, RedisWakeups.GONE);
  }
}
