package io.doula.queue;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One connection, made when it is first needed. Whatever goes wrong on it ends it; the next is made
 * after a pause that grows from half a second to ten. Any number of threads may ask.
 */
final class RedisLink {
  private static final long SHORTEST_REST_MILLIS = 500;
  private static final long LONGEST_REST_MILLIS = 10_000;

  private final RedisServer server;
  private final Outage outage;
  private @Nullable CompletableFuture<StatefulRedisConnection<String, String>> connection;
  private int failures;
  private long restUntil;

  RedisLink(RedisServer server, Outage outage) {
    this.server = server;
    this.outage = outage;
  }

  /**
   * Asks and waits for the answer.
   *
   * @throws RedisAway when it did not come in time, or was a refusal; while resting at once
   * @throws NoGroup when the stream or its group isn't there
   */
  <T> T ask(
      Duration atMost, Function<RedisAsyncCommands<String, String>, CompletionStage<T>> question)
      throws RedisAway, NoGroup, InterruptedException {
    CompletableFuture<StatefulRedisConnection<String, String>> asked = connection();
    try {
      T answer =
          asked
              .thenCompose(open -> question.apply(open.async()))
              .get(atMost.toNanos(), TimeUnit.NANOSECONDS);
      works();
      return answer;
    } catch (ExecutionException e) {
      if (refusal(e).matches("(NOGROUP|UNBLOCKED).*")) {
        throw new NoGroup();
      }
      throw broken(asked, e);
    } catch (TimeoutException | CancellationException e) {
      throw broken(asked, e);
    } catch (InterruptedException e) {
      // What is being waited for must not be handed to a thread that has gone.
      drop(asked);
      throw e;
    }
  }

  private synchronized CompletableFuture<StatefulRedisConnection<String, String>> connection()
      throws RedisAway {
    if (connection == null) {
      long rest = restUntil - System.nanoTime();
      if (failures > 0 && rest > 0) {
        throw new RedisAway(Duration.ofNanos(rest));
      }
      connection = server.connect();
    }
    return connection;
  }

  private synchronized void works() {
    failures = 0;
    outage.over(this);
  }

  private synchronized RedisAway broken(
      CompletableFuture<StatefulRedisConnection<String, String>> asked, Exception why) {
    if (drop(asked)) {
      failures++;
      restUntil = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(restMillis());
      outage.noticed(this, reason(why));
    }
    return new RedisAway(Duration.ofNanos(Math.max(0, restUntil - System.nanoTime())));
  }

  /** With jitter, so that the processes do not all come back in the same moment. */
  private long restMillis() {
    long most = Math.min(LONGEST_REST_MILLIS, SHORTEST_REST_MILLIS << Math.min(10, failures - 1));
    return ThreadLocalRandom.current().nextLong(most / 2, most + 1);
  }

  /** False when somebody else dropped it before. */
  private synchronized boolean drop(
      CompletableFuture<StatefulRedisConnection<String, String>> asked) {
    if (connection != asked) {
      return false;
    }
    connection = null;
    server.giveBack(asked);
    return true;
  }

  /** A kind of failure, in one word: messages may hold what isn't ours to print. */
  private static String reason(Throwable failure) {
    String words = refusal(failure);
    if (!words.isEmpty()) {
      return words.matches("[A-Z]+ .*") ? words.substring(0, words.indexOf(' ')) : "refusal";
    }
    Throwable innermost = failure;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    return innermost.getClass().getSimpleName();
  }

  /** Redis's own words, a code first; empty when it said nothing. */
  private static String refusal(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RedisCommandExecutionException) {
        return String.valueOf(cause.getMessage());
      }
    }
    return "";
  }
}
