package io.doula.reminder;

import io.doula.core.ProgramClock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * The program's time as it was read once, and how long ago that was by the machine's own steady
 * clock, which runs on while a process is stopped.
 */
record Reading(Instant now, Supplier<Duration> ago) {

  static Reading of(ProgramClock clock) {
    Supplier<Duration> ago = stopwatch();
    return new Reading(clock.now(), ago);
  }

  static Reading at(Instant now) {
    return new Reading(now, stopwatch());
  }

  private static Supplier<Duration> stopwatch() {
    long start = System.nanoTime();
    return () -> Duration.ofNanos(System.nanoTime() - start);
  }

  /** The program's time by now, without asking again. */
  Instant later() {
    return now.plus(ago.get());
  }
}
