package io.doula.reminder;

import io.doula.core.Sight;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.CannotCreateTransactionException;

/**
 * A thread of its own: rounds until there is nothing to do, then a pause, which a wake-up cuts
 * short. Stopping waits for the round under way. It works for every clinic.
 */
final class Loop {
  private static final Logger log = LoggerFactory.getLogger(Loop.class);

  /** One round; says how long to pause after it. */
  interface Round {
    Duration run() throws InterruptedException;
  }

  private final String name;
  private final Round round;
  private final Duration pauseAfterFault;
  private final Semaphore wakeups = new Semaphore(0);
  private volatile boolean stopping;
  private @Nullable Thread thread;

  Loop(String name, Duration pauseAfterFault, Round round) {
    this.name = name;
    this.pauseAfterFault = pauseAfterFault;
    this.round = round;
  }

  void start() {
    stopping = false;
    thread = new Thread(Sight.ALL.over(this::rounds), name);
    thread.start();
  }

  /** There may be something to do. */
  void wake() {
    wakeups.release();
  }

  private void rounds() {
    try {
      while (!stopping) {
        Duration pause = roundOrLog();
        if (!pause.isZero() && wakeups.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
          wakeups.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * A failed round (the database away, say) loses nothing: what it held is claimed again when its
   * lease lapses. Nothing ends the thread but its stop, for nobody would start it again.
   */
  private Duration roundOrLog() throws InterruptedException {
    try {
      return round.run();
    } catch (DataAccessResourceFailureException | CannotCreateTransactionException e) {
      log.error(
          "{}: the database does not answer, the next round starts in {}: {}",
          name,
          pauseAfterFault,
          e.getMostSpecificCause().getMessage());
      return pauseAfterFault;
    } catch (RuntimeException | Error e) {
      log.error("{}: this round failed, the next starts in {}", name, pauseAfterFault, e);
      return pauseAfterFault;
    }
  }

  /** No round begins after this. */
  void stop() {
    stopping = true;
    wake();
  }

  /**
   * Waits for the round under way.
   *
   * @param atMost how long
   */
  void join(Duration atMost) {
    Thread running = thread;
    if (running != null) {
      try {
        // join(0) would wait for ever
        running.join(Math.max(1, atMost.toMillis()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    thread = null;
  }
}
