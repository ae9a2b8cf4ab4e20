package io.doula.family;

import java.time.Instant;
import java.util.Set;

/**
 * Something was recorded about these mothers or their babies. Published inside the transaction that
 * records it; visits are derived (first) and reminders planned (second) by listeners in the same
 * transaction.
 *
 * @param now the instant of the entry that recorded it
 * @param byTime nothing was recorded: time alone changed what follows, and nobody waits for an
 *     answer
 */
public record FamilyChanged(Set<Long> motherIds, Instant now, boolean byTime) {
  public FamilyChanged {
    motherIds = Set.copyOf(motherIds);
  }

  /** Something was recorded. */
  public FamilyChanged(Set<Long> motherIds, Instant now) {
    this(motherIds, now, false);
  }
}
