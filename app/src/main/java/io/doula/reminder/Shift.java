package io.doula.reminder;

import io.doula.core.ProgramClock;
import io.doula.core.Sight;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lanes that work off channels for a limited time. The claims of a channel come one after the
 * other, because all lanes may have to share one connection to the database: each channel begins
 * with one lane, a lane that found something has the next one opened, and they take turns. Where
 * the channel has a rate, a turn waits until its bucket is nearly full: many small batches would
 * keep all lanes busy, and the rate would not be reached.
 */
final class Shift {
  private static final Logger log = LoggerFactory.getLogger(Shift.class);

  /** For the answer, when something hangs that must not. */
  private static final Duration FAREWELL = Duration.ofSeconds(1);

  /** A channel that let nothing through for so long is paused, or others use its rate up. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** In a tenth of a second the bucket is full, and what comes after that is lost. */
  private static final Duration NEARLY_FULL = Duration.ofMillis(75);

  private static final Duration A_LITTLE_MORE = Duration.ofMillis(25);

  private final Delivery delivery;
  private final ProgramClock clock;
  private final DeliverySettings settings;
  private final Time time;
  private final ExecutorService threads = Executors.newCachedThreadPool(Shift::thread);
  private final Phaser open = new Phaser(1);
  private final List<Work> works = new ArrayList<>();
  private final AtomicInteger looked = new AtomicInteger();

  Shift(Delivery delivery, ProgramClock clock, DeliverySettings settings, Time time) {
    this.delivery = delivery;
    this.clock = clock;
    this.settings = settings;
    this.time = time;
  }

  /**
   * How long there is, by the machine's steady clock.
   *
   * @param end its reading when all must be over
   * @param call how long one call may take
   */
  record Time(long end, Duration call) {
    Duration left() {
      return Duration.ofNanos(end - System.nanoTime());
    }

    boolean isEnoughForACall() {
      return left().compareTo(call) >= 0;
    }
  }

  /** Daemons: whatever hangs in one, the caller's answer does not wait for it. */
  private static Thread thread(Runnable lane) {
    Thread thread = new Thread(Sight.ALL.over(lane), "lane");
    thread.setDaemon(true);
    return thread;
  }

  /** Begins with a channel. */
  void open(String channel) {
    Work work = new Work(channel, delivery.rate(channel));
    works.add(work);
    work.openLane();
  }

  /**
   * Waits until all is done, or the time over.
   *
   * @return how many reminders were looked at
   * @throws RuntimeException when a channel could not be worked off at all
   */
  int close() {
    try {
      Duration wait = time.left().minus(FAREWELL);
      open.awaitAdvanceInterruptibly(open.arrive(), wait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      log.error("a call outlived its deadline, its claim will lapse");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      threads.shutdownNow();
    }
    works.forEach(Work::throwIfInVain);
    return looked.get();
  }

  /** What is done on one channel. */
  private final class Work {
    private final String channel;
    private final Duration afterClaim;
    private final int mostLanes;
    private final AtomicInteger lanes = new AtomicInteger();
    private final Semaphore turn = new Semaphore(1, true);
    private volatile long nextClaim = System.nanoTime();
    private volatile long lastPassage = System.nanoTime();
    private volatile boolean worked;
    private volatile @Nullable RuntimeException fault;

    Work(String channel, int rate) {
      this.channel = channel;
      afterClaim = rate == 0 ? Duration.ZERO : NEARLY_FULL;
      mostLanes = settings.lanes(rate);
    }

    void openLane() {
      if (lanes.incrementAndGet() > mostLanes) {
        return;
      }
      open.register();
      try {
        threads.execute(this::lane);
      } catch (RejectedExecutionException e) {
        // nobody waits any more
        open.arriveAndDeregister();
      }
    }

    private void lane() {
      try {
        deliver();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException | Error e) {
        fault = e instanceof RuntimeException known ? known : new IllegalStateException(e);
        log.error("{}: a lane ended early: {}", channel, e.getClass().getName());
      } finally {
        open.arriveAndDeregister();
      }
    }

    private void deliver() throws InterruptedException {
      boolean more = true;
      while (more && takeTurn()) {
        Turn mine = new Turn();
        try {
          Delivery.Round round = delivery.deliver(channel, Reading.of(clock), mine::claimed);
          worked = true;
          looked.addAndGet(round.claimed());
          more = round.claimed() > 0 || round.spent() && !isShut();
        } finally {
          mine.pass(A_LITTLE_MORE);
        }
      }
    }

    /** False when the time is over. */
    private boolean takeTurn() throws InterruptedException {
      turn.acquire();
      TimeUnit.NANOSECONDS.sleep(nextClaim - System.nanoTime());
      if (time.isEnoughForACall()) {
        return true;
      }
      turn.release();
      return false;
    }

    /**
     * The right to claim, which goes to the next lane as soon as something is claimed; the bucket
     * fills again from the moment for which it was asked.
     */
    private final class Turn {
      private final long start = System.nanoTime();
      private boolean passed;

      void claimed() {
        lastPassage = System.nanoTime();
        pass(afterClaim);
        openLane();
      }

      void pass(Duration pause) {
        if (!passed) {
          passed = true;
          nextClaim = start + pause.toNanos();
          turn.release();
        }
      }
    }

    private boolean isShut() {
      return System.nanoTime() - lastPassage > PATIENCE.toNanos();
    }

    /** A lane that failed beside others is made up for by them. */
    private void throwIfInVain() {
      RuntimeException why = fault;
      if (why != null && !worked) {
        throw why;
      }
    }
  }
}
