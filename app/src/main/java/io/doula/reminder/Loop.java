package io.doula.reminder;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.CannotCreateTransactionException;

/**
 * A role's own thread: rounds until there is nothing to do, then a pause. Stopping waits for the
 * round under way.
 */
abstract class Loop implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(Loop.class);
  private static final Duration DRAIN = Duration.ofSeconds(20);

  private final String role;
  private final boolean wanted;
  private final Duration pause;
  private volatile @Nullable Thread thread;
  private volatile CountDownLatch stop = new CountDownLatch(1);

  Loop(String role, Set<String> roles, Duration pause) {
    this.role = role;
    this.wanted = roles.contains(role);
    this.pause = pause;
  }

  /** One round; true when there may be more to do at once. */
  abstract boolean round();

  @Override
  public boolean isAutoStartup() {
    return wanted;
  }

  @Override
  public void start() {
    stop = new CountDownLatch(1);
    Thread started = new Thread(this::run, role);
    thread = started;
    started.start();
  }

  private void run() {
    while (stop.getCount() > 0) {
      if (!roundOrLog() && pausedUntilStopped()) {
        return;
      }
    }
  }

  /**
   * A failed round (the database away, say) loses nothing: what it held is claimed again when its
   * lease lapses.
   */
  private boolean roundOrLog() {
    try {
      return round();
    } catch (DataAccessResourceFailureException | CannotCreateTransactionException e) {
      log.error(
          "{}: the database does not answer, the next round starts in {}: {}",
          role,
          pause,
          e.getMostSpecificCause().getMessage());
      return false;
    } catch (RuntimeException e) {
      log.error("{}: this round failed, the next starts in {}", role, pause, e);
      return false;
    }
  }

  private boolean pausedUntilStopped() {
    try {
      return stop.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }

  @Override
  public void stop() {
    Thread running = thread;
    stop.countDown();
    if (running != null) {
      try {
        running.join(DRAIN.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    thread = null;
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }
}
