package io.doula.queue;

import static io.doula.queue.RedisServer.PATIENCE;

import io.lettuce.core.Consumer;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAutoClaimArgs;
import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.models.stream.ClaimedMessages;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The group of all workers, as one of its consumers sees it. One thread uses it. */
final class RedisGroup {
  static final String NAME = "workers";
  private static final int MOST_ENTRIES = 10;
  private static final String START = "0-0";

  private final RedisLink link;
  private final String stream;
  private final Duration lease;
  private final Duration gone;
  private @Nullable Consumer<String> me;
  private String cursor = START;
  private long sweepAt;

  /**
   * @param lease after which what a consumer took and did not finish is somebody else's
   * @param gone after which a consumer with nothing pending is forgotten
   */
  RedisGroup(RedisLink link, String stream, Duration lease, Duration gone) {
    this.link = link;
    this.stream = stream;
    this.lease = lease;
    this.gone = gone;
  }

  /** What dead consumers left, else what is new; waits at most so long. May be empty sooner. */
  List<StreamMessage<String, String>> next(Duration atMost) throws QueueAway, InterruptedException {
    try {
      if (untilSweep().isZero()) {
        List<StreamMessage<String, String>> left = sweep();
        if (!left.isEmpty()) {
          return left;
        }
      }
      return read(atMost);
    } catch (NoGroup e) {
      make();
      return List.of();
    }
  }

  /** Half a lease apart; at once the first time and while a sweep is under way. */
  private Duration untilSweep() {
    boolean started = me != null && cursor.equals(START);
    return started ? Duration.ofNanos(Math.max(0, sweepAt - System.nanoTime())) : Duration.ZERO;
  }

  @SuppressWarnings("unchecked") // an array of one stream, made for the variable arguments
  private List<StreamMessage<String, String>> read(Duration atMost)
      throws QueueAway, InterruptedException {
    Duration sweep = untilSweep();
    Duration wait = sweep.compareTo(atMost) < 0 ? sweep : atMost;
    XReadArgs args = XReadArgs.Builder.count(MOST_ENTRIES).block(Math.max(1, wait.toMillis()));
    return link.ask(
        wait.plus(PATIENCE),
        redis -> redis.xreadgroup(me(), args, StreamOffset.lastConsumed(stream)));
  }

  private List<StreamMessage<String, String>> sweep() throws QueueAway, InterruptedException {
    XAutoClaimArgs<String> args =
        XAutoClaimArgs.Builder.xautoclaim(me(), lease, cursor).count(MOST_ENTRIES);
    ClaimedMessages<String, String> claimed =
        link.ask(PATIENCE, redis -> redis.xautoclaim(stream, args));
    cursor = claimed.getId();
    if (cursor.equals(START)) {
      forgetTheGone();
      sweepAt = System.nanoTime() + lease.toNanos() / 2;
    }
    return claimed.getMessages();
  }

  private void forgetTheGone() throws QueueAway, InterruptedException {
    for (Wakeups.Consumer consumer : consumers(link, stream)) {
      String name = consumer.name();
      if (consumer.pending() == 0
          && consumer.idle().compareTo(gone) > 0
          && !name.equals(me().getName())) {
        link.ask(PATIENCE, redis -> redis.xgroupDelconsumer(stream, Consumer.from(NAME, name)));
      }
    }
  }

  /** Those of the group, as Redis tells of them. */
  static List<Wakeups.Consumer> consumers(RedisLink link, String stream)
      throws QueueAway, InterruptedException {
    List<Object> told = link.ask(PATIENCE, redis -> redis.xinfoConsumers(stream, NAME));
    return told.stream().map(one -> consumer(facts((List<?>) one))).toList();
  }

  private static Wakeups.Consumer consumer(Map<Object, Object> facts) {
    return new Wakeups.Consumer(
        String.valueOf(facts.get("name")),
        number(facts.get("pending")),
        Duration.ofMillis(number(facts.get("idle"))));
  }

  private static long number(@Nullable Object fact) {
    return fact instanceof Long number ? number : 0;
  }

  /** Redis lists name, value, name, value. */
  private static Map<Object, Object> facts(List<?> list) {
    Map<Object, Object> facts = new HashMap<>();
    for (int at = 0; at + 1 < list.size(); at += 2) {
      facts.put(list.get(at), list.get(at + 1));
    }
    return facts;
  }

  /** From the stream's beginning: what was published before the first worker came counts too. */
  private void make() throws QueueAway, InterruptedException {
    link.ask(
        PATIENCE,
        redis ->
            unlessMade(
                redis.xgroupCreate(
                    StreamOffset.from(stream, START), NAME, XGroupCreateArgs.Builder.mkstream())));
  }

  /** Another worker may have made it in the same moment. */
  private static CompletionStage<String> unlessMade(RedisFuture<String> making) {
    return making.exceptionally(
        failure -> {
          if (String.valueOf(failure.getMessage()).contains("BUSYGROUP")) {
            return "made";
          }
          throw new CompletionException(failure);
        });
  }

  /** For people, who look for the process. */
  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "host";
    }
  }

  /** A name of this process alone, made up when it is first needed. */
  private Consumer<String> me() {
    Consumer<String> known = me;
    if (known == null) {
      known = Consumer.from(NAME, host() + "-" + UUID.randomUUID());
      me = known;
    }
    return known;
  }
}
