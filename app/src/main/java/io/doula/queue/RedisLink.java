package io.doula.queue;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One connection, made when it is first needed. Whatever goes wrong on it ends it; the next is made
 * after a pause that grows from half a second to ten. Any number of threads may ask.
 */
final class RedisLink {
  private final RedisServer server;
  private final Outage outage;
  private final Rest rest = new Rest();
  private @Nullable CompletableFuture<StatefulRedisConnection<String, String>> connection;

  RedisLink(RedisServer server, Outage outage) {
    this.server = server;
    this.outage = outage;
  }

  /**
   * Asks and waits for the answer.
   *
   * @throws QueueAway when it did not come in time, or was a refusal; while resting at once
   * @throws NoGroup when the stream or its group isn't there
   */
  <T> T ask(
      Duration atMost, Function<RedisAsyncCommands<String, String>, CompletionStage<T>> question)
      throws QueueAway, NoGroup, InterruptedException {
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
      throws QueueAway {
    if (connection == null) {
      if (!rest.left().isZero()) {
        throw new QueueAway(rest.left());
      }
      connection = server.connect();
    }
    return connection;
  }

  private synchronized void works() {
    rest.end();
    outage.over(this);
  }

  private synchronized QueueAway broken(
      CompletableFuture<StatefulRedisConnection<String, String>> asked, Exception why) {
    if (drop(asked)) {
      rest.begin();
      outage.noticed(this, reason(why));
    }
    return new QueueAway(rest.left());
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
