package io.doula.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One visit that a message tells about.
 *
 * @param personName the baby's name as registered, null when none is known; not used for the mother
 * @param who whose visit it is
 * @param kind what it is
 * @param vaccines vaccine codes ({@code BCG}, {@code DTP+HepB+Hib}), at least one for a VACCINATION
 *     and none for another kind
 */
public record Due(@Nullable String personName, Who who, Kind kind, List<String> vaccines) {

  /** Whose visit it is. */
  public enum Who {
    MOTHER,
    BABY
  }

  /** What the visit is for. */
  public enum Kind {
    ANTENATAL,
    POSTNATAL,
    VACCINATION
  }

  /**
   * Checks the codes against the kind.
   *
   * @throws IllegalArgumentException if a vaccination has no vaccine, or another visit has one
   */
  public Due {
    vaccines = List.copyOf(vaccines);
    if (vaccines.isEmpty() == (kind == Kind.VACCINATION)) {
      throw new IllegalArgumentException("a visit names vaccines if and only if it is one to give");
    }
  }

  /** The mother's antenatal contact. */
  public static Due antenatal() {
    return new Due(null, Who.MOTHER, Kind.ANTENATAL, List.of());
  }

  /** The mother's own postnatal contact. */
  public static Due postnatal() {
    return new Due(null, Who.MOTHER, Kind.POSTNATAL, List.of());
  }

  /** The postnatal contact of a baby, whose name may be unknown. */
  public static Due postnatal(@Nullable String babyName) {
    return new Due(babyName, Who.BABY, Kind.POSTNATAL, List.of());
  }

  /** Vaccines for the mother. */
  public static Due vaccination(List<String> vaccines) {
    return new Due(null, Who.MOTHER, Kind.VACCINATION, vaccines);
  }

  /** Vaccines for a baby, whose name may be unknown. */
  public static Due vaccination(@Nullable String babyName, List<String> vaccines) {
    return new Due(babyName, Who.BABY, Kind.VACCINATION, vaccines);
  }
}
