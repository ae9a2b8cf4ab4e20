package io.doula.staff;

import java.time.Duration;

/** Too many wrong passwords lately; answered with 429. */
public class TooManySignIns extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long seconds;

  TooManySignIns(Duration wait) {
    super(
        "too many tries to sign in with this name or from this address: wait a few minutes",
        null,
        false,
        false);
    this.seconds = Math.max(1, wait.toSeconds() + 1);
  }

  /** Whole seconds after which the next try is looked at. */
  public long retryAfterSeconds() {
    return seconds;
  }
}
