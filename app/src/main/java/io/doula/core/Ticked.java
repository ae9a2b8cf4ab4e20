package io.doula.core;

import java.time.Instant;

/**
 * The beat went round: whoever keeps things for a time forgets what is over.
 *
 * @param now the program's time at the start of the tick
 */
public record Ticked(Instant now) {}
