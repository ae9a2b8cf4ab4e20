package io.doula.testing;

import io.doula.core.ProgramClock;
import java.time.Duration;
import java.time.Instant;

/**
 * The clock of a test: stands still until the test moves it. Starts at 2026-03-10T06:00:00Z before
 * each test.
 */
public class MovedClock implements ProgramClock {
  /** A Tuesday, 09:00 in Nairobi. */
  public static final Instant START = Instant.parse("2026-03-10T06:00:00Z");

  private volatile Instant now = START;

  @Override
  public Instant now() {
    return now;
  }

  public void set(Instant instant) {
    now = instant;
  }

  public void set(String instant) {
    set(Instant.parse(instant));
  }

  public void advance(Duration step) {
    now = now.plus(step);
  }
}
