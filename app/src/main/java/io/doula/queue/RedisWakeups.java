package io.doula.queue;

import static io.doula.queue.RedisServer.PATIENCE;

import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wake-ups by a stream in Redis, shared out among the workers by a consumer group. */
class RedisWakeups implements Wakeups, AutoCloseable {
  static final String STREAM = "doula:wakeups";
  static final Duration LEASE = Duration.ofSeconds(30);
  static final Duration GONE = Duration.ofHours(1);

  private static final Logger log = LoggerFactory.getLogger(RedisWakeups.class);

  /** When nobody takes them: a million hints, about 20 MB. */
  private static final XAddArgs BOUND = XAddArgs.Builder.maxlen(10_000).approximateTrimming();

  private static final Duration LEAST_WAIT = Duration.ofMillis(1);

  private final RedisServer server;
  private final Outage outage;
  private final RedisLink quick;
  private final RedisGroup group;
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * A read that waits holds up all that is asked after it on its connection, so there are two.
   *
   * @param lease after which what a consumer took and did not finish goes to another
   * @param gone after which a consumer with nothing pending is forgotten
   */
  RedisWakeups(RedisServer server, Duration lease, Duration gone) {
    this.server = server;
    outage =
        new Outage(
            "Redis at " + server.address(), "Check that it runs and that REDIS_URL names it.");
    quick = new RedisLink(server, outage);
    group = new RedisGroup(new RedisLink(server, outage), STREAM, lease, gone);
  }

  @Override
  public boolean carries() {
    return true;
  }

  @Override
  public void publish(List<Hint> hints) {
    if (!hints.isEmpty()) {
      quickly(redis -> Entry.write(hints).stream().map(e -> redis.xadd(STREAM, BOUND, e)));
    }
  }

  @Override
  public Optional<Wake> take(Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    Duration left = atMost;
    do {
      Optional<Wake> wake = wake(next(left));
      if (wake.isPresent()) {
        return wake;
      }
      left = Duration.ofNanos(end - System.nanoTime());
    } while (left.compareTo(LEAST_WAIT) > 0 && closed.getCount() > 0);
    return Optional.empty();
  }

  private List<StreamMessage<String, String>> next(Duration atMost) throws InterruptedException {
    try {
      return group.next(atMost);
    } catch (QueueAway away) {
      long rest = Math.min(away.rest().toNanos(), atMost.toNanos());
      closed.await(rest, TimeUnit.NANOSECONDS);
      return List.of();
    }
  }

  private Optional<Wake> wake(List<StreamMessage<String, String>> entries) {
    List<Hint> hints = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    for (StreamMessage<String, String> entry : entries) {
      List<Hint> own = Entry.read(entry.getBody());
      hints.addAll(own);
      (own.isEmpty() ? unreadable : ids).add(entry.getId());
    }
    if (!unreadable.isEmpty()) {
      log.warn("Wake-ups {} can't be read and are dropped", unreadable);
      done(unreadable);
    }
    return hints.isEmpty() ? Optional.empty() : Optional.of(new Taken(List.copyOf(hints), ids));
  }

  private void done(List<String> entries) {
    String[] ids = entries.toArray(String[]::new);
    quickly(redis -> Stream.of(redis.xack(STREAM, RedisGroup.NAME, ids), redis.xdel(STREAM, ids)));
  }

  /** The link tells of a failure; what is lost here comes again, or a tick replaces it. */
  private void quickly(
      Function<RedisAsyncCommands<String, String>, Stream<? extends CompletionStage<?>>> asked) {
    try {
      quick.ask(PATIENCE, redis -> all(asked.apply(redis)));
    } catch (QueueAway e) {
      log.debug("Not carried: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static CompletionStage<Void> all(Stream<? extends CompletionStage<?>> answers) {
    return CompletableFuture.allOf(
        answers.map(CompletionStage::toCompletableFuture).toArray(CompletableFuture<?>[]::new));
  }

  /** What is finished is removed at once: what is left is waiting or pending. */
  @Override
  public Optional<Standing> look() {
    try {
      long length = quick.ask(PATIENCE, redis -> redis.xlen(STREAM));
      List<Consumer> consumers = consumers();
      long pending = consumers.stream().mapToLong(Consumer::pending).sum();
      return Optional.of(new Standing(Math.max(0, length - pending), consumers));
    } catch (QueueAway e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** None before the first worker came, or after a flush. */
  private List<Consumer> consumers() throws QueueAway, InterruptedException {
    if (quick.ask(PATIENCE, redis -> redis.exists(STREAM)) == 0) {
      return List.of();
    }
    try {
      return RedisGroup.consumers(quick, STREAM);
    } catch (NoGroup e) {
      return List.of();
    }
  }

  @Override
  public void close() {
    outage.close();
    closed.countDown();
    server.close();
  }

  private final class Taken implements Wake {
    private final List<Hint> hints;
    private final List<String> ids;

    Taken(List<Hint> hints, List<String> ids) {
      this.hints = hints;
      this.ids = ids;
    }

    @Override
    public List<Hint> hints() {
      return hints;
    }

    @Override
    public void done() {
      RedisWakeups.this.done(ids);
    }
  }
}
