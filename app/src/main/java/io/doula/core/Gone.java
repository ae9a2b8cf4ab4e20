package io.doula.core;

import java.util.Set;

/**
 * Nothing is kept any more of mothers who were erased long ago: what was kept of their messages
 * goes. Published inside the transaction that takes them out.
 */
public record Gone(Set<Long> motherIds) {
  public Gone {
    motherIds = Set.copyOf(motherIds);
  }

  /** For SQL: {@code any(:mothers)}. */
  public Long[] motherArray() {
    return motherIds.toArray(Long[]::new);
  }
}
