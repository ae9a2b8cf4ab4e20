package io.doula.core;

import java.time.Instant;

/**
 * The program's one clock. It is read once at an entry (a request, a tick, a claim) and the instant
 * is handed on; nothing below an entry asks for the time.
 */
@FunctionalInterface
public interface ProgramClock {
  /** The current instant, in UTC, to the microsecond. */
  Instant now();
}
