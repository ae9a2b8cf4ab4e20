package io.doula.family;

import java.time.Instant;
import java.util.Set;

/**
 * Something was recorded about these mothers or their babies. Published inside the transaction that
 * records it; visits are derived (first) and reminders planned (second) by listeners in the same
 * transaction.
 *
 * @param now the instant of the entry that recorded it
 */
public record FamilyChanged(Set<Long> motherIds, Instant now) {
  public FamilyChanged {
    motherIds = Set.copyOf(motherIds);
  }
}
