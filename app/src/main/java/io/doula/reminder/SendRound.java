package io.doula.reminder;

import io.doula.core.ProgramClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Delivers what is due where nothing lives on afterwards, as in a function: what the lanes of the
 * role worker do, for a while. Any number may run at once, also beside workers.
 *
 * <p>What is left when the time is over waits for the next tick's hint ({@link TickRound}). No hint
 * is given from here: a function that woke itself again and again would be stopped as a runaway
 * loop, by AWS after 16 times.
 */
@Component
public class SendRound {
  private static final Logger log = LoggerFactory.getLogger(SendRound.class);

  /** For a claim before the calls and its marks after them. */
  private static final Duration RESERVE = Duration.ofSeconds(5);

  /** For the answer, when something hangs that must not. */
  private static final Duration FAREWELL = Duration.ofSeconds(1);

  private static final Duration LEAST = Duration.ofSeconds(2);

  /** A channel that let nothing through for so long is paused, or others use its rate up. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Delivery delivery;
  private final ProgramClock clock;
  private final DeliverySettings settings;

  SendRound(Delivery delivery, ProgramClock clock, DeliverySettings settings) {
    this.delivery = delivery;
    this.clock = clock;
    this.settings = settings;
  }

  /**
   * Delivers on these channels, by due time, each with lanes of its own side by side, so that one
   * whose provider hangs delays no other. A channel is done when nothing is due on it, when its
   * provider does not answer, or when its rate has let nothing through for five seconds; all are
   * when there is no time left for another call.
   *
   * @param channels as hints name them; those not set up here are passed over
   * @param timeLeft until the caller must have answered; should be well above {@code
   *     DOULA_SEND_TIMEOUT} and five seconds
   * @return how many reminders were looked at
   * @throws IllegalArgumentException when two seconds are not left
   * @throws org.springframework.dao.DataAccessException when the database does not answer; nothing
   *     is lost
   * @throws org.springframework.transaction.TransactionException as well
   */
  public int run(Collection<String> channels, Duration timeLeft) {
    if (timeLeft.compareTo(LEAST) < 0) {
      throw new IllegalArgumentException("no time to send: %s are left".formatted(timeLeft));
    }
    Time time = new Time(System.nanoTime() + timeLeft.toNanos(), aCall(timeLeft));
    List<Callable<Integer>> lanes = new ArrayList<>();
    Set<String> here = new TreeSet<>(channels);
    here.retainAll(delivery.channels());
    for (String channel : here) {
      Passage passage = new Passage();
      for (int lane = 0; lane < settings.lanes(); lane++) {
        lanes.add(() -> deliver(channel, passage, time));
      }
    }
    int looked = sum(together(lanes, time));
    leaveWhatIsDown();
    return looked;
  }

  /**
   * What a call with its claim and its mark may take. Where there is less from the start, what is
   * begun early on is sent all the same: most calls take far less.
   */
  private Duration aCall(Duration timeLeft) {
    Duration call = settings.sendTimeout().plus(RESERVE);
    if (call.compareTo(timeLeft) < 0) {
      return call;
    }
    log.warn(
        "{} are left, and a call may take {} (DOULA_SEND_TIMEOUT and a reserve): give this function"
            + " more time, or a call that is slow is cut off and its outcome unknown",
        timeLeft,
        call);
    return timeLeft.multipliedBy(3).dividedBy(4);
  }

  /** How long there is, by the machine's steady clock. */
  private record Time(long end, Duration call) {
    Duration left() {
      return Duration.ofNanos(end - System.nanoTime());
    }

    boolean isEnoughForACall() {
      return left().compareTo(call) >= 0;
    }
  }

  /** When a channel last let something through, for all its lanes here. */
  private static final class Passage {
    private volatile long last = System.nanoTime();

    void used() {
      last = System.nanoTime();
    }

    boolean isShut() {
      return System.nanoTime() - last > PATIENCE.toNanos();
    }
  }

  private int deliver(String channel, Passage passage, Time time) throws InterruptedException {
    int looked = 0;
    while (time.isEnoughForACall()) {
      Delivery.Round round = delivery.deliver(channel, Reading.of(clock));
      looked += round.claimed();
      if (round.claimed() > 0) {
        passage.used();
      } else if (!round.spent() || passage.isShut()) {
        return looked;
      }
      if (round.spent()) {
        TimeUnit.NANOSECONDS.sleep(round.pause().toNanos());
      }
    }
    return looked;
  }

  /** Daemons: whatever hangs in one, the caller's answer does not wait for it. */
  private static List<Future<Integer>> together(List<Callable<Integer>> lanes, Time time) {
    ExecutorService threads =
        Executors.newCachedThreadPool(
            lane -> {
              Thread thread = new Thread(lane, "lane");
              thread.setDaemon(true);
              return thread;
            });
    try {
      return threads.invokeAll(lanes, time.left().minus(FAREWELL).toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    } finally {
      threads.shutdownNow();
    }
  }

  /** A lane that failed keeps no other back, but whoever called is told. */
  private static int sum(List<Future<Integer>> lanes) {
    int looked = 0;
    RuntimeException fault = null;
    for (Future<Integer> lane : lanes) {
      try {
        looked += lane.get();
      } catch (ExecutionException e) {
        fault =
            e.getCause() instanceof RuntimeException cause
                ? cause
                : new IllegalStateException(e.getCause());
      } catch (CancellationException e) {
        log.error("a call outlived its deadline, its claim will lapse");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return looked;
      }
    }
    if (fault != null) {
      throw fault;
    }
    return looked;
  }

  /** Which provider does not answer is known only where it was called. */
  private void leaveWhatIsDown() {
    if (delivery.channels().stream().anyMatch(delivery::isDown)) {
      delivery.upkeep(clock.now());
    }
  }
}
