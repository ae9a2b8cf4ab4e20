package io.doula.core;

import java.time.Instant;
import java.util.Set;

/**
 * These mothers are being erased: whoever holds something of theirs lets go of it now. Published
 * inside the transaction that erases them, while their rows are locked and as they were.
 */
public record Erased(Set<Long> motherIds, Instant now) {
  public Erased {
    motherIds = Set.copyOf(motherIds);
  }

  /** For SQL: {@code any(:mothers)}. */
  public Long[] motherArray() {
    return motherIds.toArray(Long[]::new);
  }
}
