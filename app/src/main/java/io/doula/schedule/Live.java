package io.doula.schedule;

import io.doula.schedule.Series.LiveConflict;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** The rule that live vaccines are given on one day or some weeks apart. */
final class Live {

  private Live() {}

  static boolean isOneOf(Given dose, LiveConflict conflict) {
    return dose.serves().stream().anyMatch(conflict.with()::contains);
  }

  /** For a sentence. */
  static String after(Given other, LiveConflict conflict) {
    return conflict.days()
        + " days after the live vaccine "
        + other.dose().vaccine()
        + " of "
        + other.on();
  }

  /** The live vaccine given too few days before this dose; one of the same day is none. */
  static Optional<Given> tooCloseBefore(Given dose, LiveConflict conflict, List<Given> history) {
    LocalDate free = dose.on().minusDays(conflict.days());
    return history.stream()
        .filter(other -> isOneOf(other, conflict))
        .filter(other -> other.on().isAfter(free) && other.on().isBefore(dose.on()))
        .findFirst();
  }
}
