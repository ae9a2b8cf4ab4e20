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
import java.util.Optional;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.CannotCreateTransactionException;

/** Claim, send, mark: each step its own short transaction, none open while a provider is called. */
public class Delivery {
  private static final Logger log = LoggerFactory.getLogger(Delivery.class);
  private static final int UPKEEP_BATCH = 500;
  private static final Duration TOKENS_GATHER = Duration.ofMillis(100);
  private static final Duration CLOSED_PAUSE = Duration.ofSeconds(1);
  private static final Duration AWAY_PAUSE = Duration.ofMillis(500);

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
   * @param spent whether the channel's rate is what kept it from looking at more
   * @param pause how long to leave the channel alone; zero when there may be more to do at once
   */
  record Round(int claimed, boolean spent, Duration pause) {}

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

  /** The same where nobody waits for the claim. */
  Round deliver(String name, Reading reading) {
    return deliver(name, reading, () -> {});
  }

  /**
   * Claims and sends one batch on one channel: as many as can be handed over at once, so that no
   * attempt is open longer than its call.
   *
   * @param whenClaimed is told when something was claimed, before it is handed over
   */
  Round deliver(String name, Reading reading, Runnable whenClaimed) {
    Line line = Objects.requireNonNull(lines.get(name));
    int permits = line.permits(Math.min(DeliverySettings.BATCH, settings.senders()));
    if (permits == 0) {
      return new Round(0, false, CLOSED_PAUSE);
    }
    Ledger.Batch batch = Ledger.Batch.EMPTY;
    try {
      batch = ledger.claim(name, permits, reading.now());
    } finally {
      line.giveBack(permits - batch.intents().size());
    }
    if (batch.claimed() > 0) {
      whenClaimed.run();
    }
    send(line, batch.intents(), reading);
    if (batch.spent()) {
      return new Round(batch.claimed(), true, TOKENS_GATHER);
    }
    return new Round(
        batch.claimed(), false, batch.claimed() == 0 ? settings.tick() : Duration.ZERO);
  }

  /** Messages a second that the channel's provider takes; 0: as many as come. */
  int rate(String name) {
    return Objects.requireNonNull(lines.get(name)).channel().ratePerSecond();
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
      close(done, reading);
    }
  }

  /** Its claim must outlive the call; else it is left to whoever claims it next. */
  private Ledger.Closing call(Line line, Intent intent, Reading reading) {
    if (reading.ago().get().compareTo(settings.window()) > 0) {
      line.giveBack(1);
      Outcome late = Outcome.refused("its turn came too late, nothing was sent");
      return new Ledger.Closing(intent, late, reading.later());
    }
    Outcome outcome = handOver(line, intent);
    line.learn(outcome);
    return new Ledger.Closing(intent, outcome, reading.later());
  }

  private Outcome handOver(Line line, Intent intent) {
    Outgoing message = Objects.requireNonNull(intent.message());
    try {
      return line.channel().send(message, settings.sendTimeout());
    } catch (RuntimeException | LinkageError e) {
      // A channel does not throw; if one does, nobody knows what left the machine.
      // Its words may hold what she is sent, so they are nowhere kept.
      log.atError()
          .addKeyValue("reminder", intent.reminderId())
          .addKeyValue("attempt", intent.number())
          .addKeyValue("channel", line.channel().name())
          .addKeyValue("fault", e.getClass().getName())
          .log("a channel failed in place of giving an outcome");
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

  /**
   * One that can't be marked keeps no other back. While the database is away, the outcome is kept
   * for as long as the claim holds. Nothing is lost: the lease lapses, and it is settled then.
   */
  private void close(List<Ledger.Closing> done, Reading reading) {
    while (true) {
      try {
        ledger.close(done);
        return;
      } catch (DataAccessResourceFailureException | CannotCreateTransactionException e) {
        if (reading.ago().get().compareTo(settings.lease()) > 0 || !paused()) {
          log.error("{} attempts can't be marked while the database is away", done.size());
          return;
        }
      } catch (RuntimeException e) {
        closeEach(done, reading, e);
        return;
      }
    }
  }

  private void closeEach(List<Ledger.Closing> done, Reading reading, RuntimeException fault) {
    if (done.size() > 1) {
      log.error("{} attempts can't be marked together, now each by itself", done.size());
      done.forEach(closing -> close(List.of(closing), reading));
      return;
    }
    log.error(
        "reminder {} attempt {} can't be marked, its lease will lapse: {}",
        done.get(0).intent().reminderId(),
        done.get(0).intent().number(),
        fault.getClass().getName());
  }

  private static boolean paused() {
    try {
      Thread.sleep(AWAY_PAUSE.toMillis());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
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
      close(
          lapsed.stream().map(i -> new Ledger.Closing(i, settled(i), now)).toList(),
          Reading.at(now));
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
    Optional<Outcome> known = Optional.empty();
    try {
      known =
          channels
              .find(intent.course().channel())
              .flatMap(channel -> channel.find(intent.reminderId(), intent.number()));
    } catch (RuntimeException e) {
      log.error(
          "reminder {} attempt {} can't be asked for: {}",
          intent.reminderId(),
          intent.number(),
          e.getClass().getName());
    }
    return known.orElseGet(() -> Outcome.unknown("its worker died during the attempt"));
  }
}
