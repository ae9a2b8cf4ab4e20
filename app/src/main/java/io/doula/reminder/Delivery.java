package io.doula.reminder;

import io.doula.channel.Outcome;
import io.doula.channel.Outgoing;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Claim, send, mark: each step its own short transaction, none open while a provider is called. */
public class Delivery {
  private static final Logger log = LoggerFactory.getLogger(Delivery.class);
  private static final int UPKEEP_BATCH = 500;
  private static final Duration TOKENS_GATHER = Duration.ofMillis(100);
  private static final Duration CLOSED_PAUSE = Duration.ofSeconds(1);

  private final Ledger ledger;
  private final Channels channels;
  private final DeliverySettings settings;
  private final Map<String, Line> lines = new LinkedHashMap<>();

  /**
   * @param senders runs the calls
   * @param breaker what closes a channel whose provider does not answer
   */
  Delivery(
      Ledger ledger,
      Channels channels,
      DeliverySettings settings,
      Executor senders,
      CircuitBreakerConfig breaker) {
    this.ledger = ledger;
    this.channels = channels;
    this.settings = settings;
    for (String name : channels.names()) {
      lines.put(name, new Line(channels.get(name), senders, CircuitBreaker.of(name, breaker)));
    }
  }

  /**
   * What a round on one channel did.
   *
   * @param claimed how many reminders it looked at; 0 when nothing is due, or nothing may go
   * @param pause how long to leave the channel alone; zero when there may be more to do at once
   */
  record Round(int claimed, Duration pause) {}

  /**
   * One round of everything.
   *
   * @param now the program's time, read for this round
   * @return how many reminders were looked at; 0 when nothing is due
   */
  public int deliverDue(Instant now) {
    Reading reading = Reading.at(now);
    int some = upkeep(now);
    for (String name : lines.keySet()) {
      some += deliver(name, reading).claimed();
    }
    return some;
  }

  /** The channels that are set up here. */
  Collection<String> channels() {
    return lines.keySet();
  }

  /** Whether a channel is left alone because its provider does not answer. */
  boolean isDown(String channel) {
    return Objects.requireNonNull(lines.get(channel)).isDown();
  }

  /**
   * Claims and sends one batch on one channel: as many as can be handed over at once, so that no
   * attempt is open longer than its call.
   */
  Round deliver(String name, Reading reading) {
    Line line = Objects.requireNonNull(lines.get(name));
    int permits = line.permits(Math.min(DeliverySettings.BATCH, settings.senders()));
    if (permits == 0) {
      return new Round(0, CLOSED_PAUSE);
    }
    Ledger.Batch batch = Ledger.Batch.EMPTY;
    try {
      batch = ledger.claim(name, permits, reading.now());
    } finally {
      line.giveBack(permits - batch.intents().size());
    }
    send(line, batch.intents(), reading);
    if (batch.spent()) {
      return new Round(batch.claimed(), TOKENS_GATHER);
    }
    return new Round(batch.claimed(), batch.claimed() == 0 ? settings.tick() : Duration.ZERO);
  }

  /** Those that are through are marked together, while the others are still under way. */
  private void send(Line line, List<Intent> intents, Reading reading) {
    CompletionService<Ledger.Closing> calls = new ExecutorCompletionService<>(line.senders());
    intents.forEach(intent -> calls.submit(() -> call(line, intent, reading)));
    for (int open = intents.size(); open > 0; ) {
      List<Ledger.Closing> done = new ArrayList<>();
      try {
        Future<Ledger.Closing> next = calls.take();
        while (next != null) {
          open--;
          done.add(result(next));
          next = calls.poll();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      close(done);
    }
  }

  private Ledger.Closing call(Line line, Intent intent, Reading reading) {
    Outcome outcome = handOver(line, intent, reading);
    line.learn(outcome);
    return new Ledger.Closing(intent, outcome, reading.later());
  }

  /** Its claim must outlive the call; else it is left to whoever claims it next. */
  private Outcome handOver(Line line, Intent intent, Reading reading) {
    Outgoing message = Objects.requireNonNull(intent.message());
    if (reading.ago().get().compareTo(settings.window()) > 0) {
      return Outcome.refused("its turn came too late, nothing was sent");
    }
    try {
      return line.channel().send(message, settings.sendTimeout());
    } catch (RuntimeException e) {
      // A channel does not throw; if one does, nobody knows what left the machine.
      log.error(
          "reminder {} attempt {}: {}",
          intent.reminderId(),
          intent.number(),
          e.getClass().getName());
      return Outcome.unknown("the channel failed: " + e.getClass().getSimpleName());
    }
  }

  private static Ledger.Closing result(Future<Ledger.Closing> call) throws InterruptedException {
    try {
      return call.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error fatal) {
        throw fatal;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** What can't be marked loses nothing: its lease lapses, and it is settled then. */
  private void close(List<Ledger.Closing> done) {
    try {
      ledger.close(done);
    } catch (RuntimeException e) {
      log.error(
          "{} attempts could not be marked, their leases will lapse: {}",
          done.size(),
          e.getClass().getName());
    }
  }

  /**
   * Settles what dead workers left open, ends waits that are over and what went stale, and moves on
   * what stands where nothing takes it.
   *
   * @return how many reminders it moved
   */
  int upkeep(Instant now) {
    List<Intent> lapsed = ledger.takeLapsed(UPKEEP_BATCH, now);
    if (!lapsed.isEmpty()) {
      ledger.close(lapsed.stream().map(i -> new Ledger.Closing(i, settled(i), now)).toList());
    }
    int some =
        lapsed.size() + ledger.endWaits(UPKEEP_BATCH, now) + ledger.expire(UPKEEP_BATCH, now);
    some += ledger.reroute(channels.notSetUp(), now, UPKEEP_BATCH, now);
    for (Line line : lines.values()) {
      if (line.isDown()) {
        Instant longAgo = now.minus(LastQuestion.PATIENCE);
        some += ledger.reroute(List.of(line.channel().name()), longAgo, UPKEEP_BATCH, now);
      }
    }
    return some;
  }

  private Outcome settled(Intent intent) {
    return channels
        .find(intent.course().channel())
        .flatMap(channel -> channel.find(intent.reminderId(), intent.number()))
        .orElseGet(() -> Outcome.unknown("its worker died during the attempt"));
  }
}
