package io.doula.queue;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Leaves alone what failed: for half a second at first, for ten at most, with jitter, so that the
 * processes do not all come back in the same moment.
 */
final class Rest {
  private static final long SHORTEST_MILLIS = 500;
  private static final long LONGEST_MILLIS = 10_000;

  private int failures;
  private long until;

  /** Zero when it may be asked. */
  synchronized Duration left() {
    return failures == 0 ? Duration.ZERO : Duration.ofNanos(Math.max(0, until - System.nanoTime()));
  }

  /** It failed. */
  synchronized void begin() {
    failures++;
    long most = Math.min(LONGEST_MILLIS, SHORTEST_MILLIS << Math.min(10, failures - 1));
    long millis = ThreadLocalRandom.current().nextLong(most / 2, most + 1);
    until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
  }

  /** It works. */
  synchronized void end() {
    failures = 0;
  }
}
