package io.doula.schedule;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The vaccine codes that doses are recorded under, and what each of them counts as. */
public final class Vaccines {

  private final Map<String, Set<String>> servesAs;

  /** By code: the code itself and the others it counts as. */
  Vaccines(Map<String, Set<String>> servesAs) {
    this.servesAs = servesAs;
  }

  /** True for a single code; a combination asks {@link #knowsAll}. */
  boolean knows(String code) {
    return servesAs.containsKey(code);
  }

  /** True when every part of a code such as {@code DTP+HepB+Hib} is known and none stands twice. */
  public boolean knowsAll(String code) {
    List<String> parts = parts(code);
    return parts.stream().allMatch(this::knows) && Set.copyOf(parts).size() == parts.size();
  }

  /** Every code that one dose of this vaccine serves as, its own parts first. */
  Set<String> servedBy(String code) {
    Set<String> all = new LinkedHashSet<>(parts(code));
    for (String part : parts(code)) {
      all.addAll(servesAs.getOrDefault(part, Set.of()));
    }
    return all;
  }

  private static List<String> parts(String code) {
    return List.of(code.split("\\+", -1));
  }
}
