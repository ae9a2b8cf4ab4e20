package io.doula.queue;

import io.doula.core.CannotStart;
import io.lettuce.core.RedisURI;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** The Redis that {@code REDIS_URL} names. */
final class RedisQueue implements Queue {
  /**
   * Stricter than the library, which takes half of a password for the host when its special
   * characters stand as they are.
   */
  private static final Pattern ADDRESS =
      Pattern.compile(
          "rediss?://([^/?#@]*@)?([\\w.-]+|\\[[0-9a-fA-F:.]+])(:\\d{1,5})?(/\\d{0,3})?(\\?[^@#]*)?");

  private final RedisURI uri;

  private RedisQueue(RedisURI uri) {
    this.uri = uri;
  }

  /**
   * Not with the parser's own words: they repeat the address, and it may hold a password.
   *
   * @throws CannotStart when it is no address
   */
  static Queue at(String url) {
    if (url.isEmpty()) {
      throw new CannotStart("DOULA_QUEUE is redis, and REDIS_URL is missing.");
    }
    try {
      if (ADDRESS.matcher(url).matches()) {
        RedisURI uri = RedisURI.create(url);
        uri.setTimeout(RedisServer.PATIENCE);
        return new RedisQueue(uri);
      }
    } catch (IllegalArgumentException | NullPointerException e) {
      // told below, as for any other address
    }
    throw new CannotStart(
        "REDIS_URL can't be read. It looks like redis://host:6379 or rediss://user:password@host:6379,"
            + " where the password's special characters are written as %40 and so on.");
  }

  @Override
  public String described() {
    return "redis at " + new RedisServer(uri).address();
  }

  @Override
  public Optional<String> trouble() {
    try (RedisServer server = new RedisServer(uri)) {
      CompletionStage<String> pong = server.connect().thenCompose(open -> open.async().ping());
      boolean answers = "PONG".equals(pong.toCompletableFuture().get(2, TimeUnit.SECONDS));
      return answers ? Optional.empty() : Optional.of("does not answer");
    } catch (ExecutionException | TimeoutException e) {
      return Optional.of("does not answer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("does not answer");
    }
  }

  @Override
  public Wakeups open() {
    return new RedisWakeups(new RedisServer(uri), RedisWakeups.LEASE, RedisWakeups.GONE);
  }
}
