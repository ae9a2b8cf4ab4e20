package io.doula.queue;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Asks SQS with a bound that holds also where the network or a name server hangs: each call has a
 * thread, which may be left behind. After a failure SQS is left alone for a while. The client is
 * made at the first use.
 */
final class SqsLink implements AutoCloseable {
  /** More that hang at once are not waited for. */
  private static final int MOST_CALLS = 8;

  private static final int IDLE_SECONDS = 5;

  private final Supplier<SqsClient> maker;
  private final Outage outage;
  private final Rest rest = new Rest();
  private final ThreadPoolExecutor calls =
      new ThreadPoolExecutor(
          0,
          MOST_CALLS,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          call -> {
            Thread thread = new Thread(call, "sqs");
            thread.setDaemon(true);
            return thread;
          });
  private final Set<Future<?>> running = ConcurrentHashMap.newKeySet();
  private @Nullable SqsClient client;

  SqsLink(Supplier<SqsClient> maker, Outage outage) {
    this.maker = maker;
    this.outage = outage;
  }

  /**
   * Asks and waits for the answer.
   *
   * @throws QueueAway when it did not come in time, or was a refusal; while resting at once
   */
  <T> T ask(Duration atMost, Function<SqsClient, T> question)
      throws QueueAway, InterruptedException {
    if (!rest.left().isZero() || calls.isShutdown()) {
      throw new QueueAway(rest.left(), "resting");
    }
    Future<T> asked = begin(question);
    running.add(asked);
    if (calls.isShutdown()) {
      asked.cancel(true);
    }
    try {
      T answer = asked.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
      rest.end();
      outage.over(this);
      return answer;
    } catch (ExecutionException e) {
      throw broken(reason(e));
    } catch (TimeoutException e) {
      throw broken("no answer in time");
    } catch (CancellationException e) {
      throw new QueueAway(Duration.ZERO, "closed");
    } finally {
      running.remove(asked);
      asked.cancel(true);
    }
  }

  private <T> Future<T> begin(Function<SqsClient, T> question) throws QueueAway {
    try {
      SqsClient sqs = client();
      return calls.submit(() -> question.apply(sqs));
    } catch (RejectedExecutionException | SdkException | IllegalArgumentException e) {
      throw broken(reason(e));
    }
  }

  private synchronized SqsClient client() {
    @Nullable SqsClient made = client;
    if (made == null) {
      made = maker.get();
      client = made;
    }
    return made;
  }

  private QueueAway broken(String why) {
    rest.begin();
    outage.noticed(this, why);
    return new QueueAway(rest.left(), why);
  }

  /** A kind of failure, in one word: messages may hold what isn't ours to print. */
  private static String reason(Throwable failure) {
    Throwable innermost = failure;
    if (String.valueOf(failure.getMessage()).contains("Unable to load credentials")) {
      return "no login for AWS was found";
    }
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
      if (innermost instanceof AwsServiceException refusal && refusal.awsErrorDetails() != null) {
        return String.valueOf(refusal.awsErrorDetails().errorCode());
      }
    }
    return innermost.getClass().getSimpleName();
  }

  /** Whoever waits for an answer goes on without. */
  @Override
  public synchronized void close() {
    calls.shutdownNow();
    running.forEach(asked -> asked.cancel(true));
    if (client != null) {
      client.close();
    }
  }
}
