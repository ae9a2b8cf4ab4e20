package io.doula.family;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which pregnancy a baby comes from. */
final class Births {
  /** Twins may lie two days apart. */
  static final int TWINS = 2;

  /** As long as WHO's postnatal contacts are due: a birth of this age still makes the mother's. */
  private static final int POSTNATAL = 49;

  /** No birth follows the end of a pregnancy sooner than at 22 weeks. */
  static final int NEXT = 22 * 7;

  private Births() {}

  /** What a birth means for the mother's pregnancies. */
  enum Meaning {
    /** it ends the open pregnancy */
    ENDS,
    /** it belongs to a pregnancy that has ended */
    JOINS,
    /** there was a pregnancy that nobody recorded */
    IMPLIES,
    /** an older child, whose pregnancy is of no interest any more */
    OLDER
  }

  /**
   * @param pregnancy the one it ends or joins, else null
   */
  record Place(Meaning meaning, @Nullable PregnancyRow pregnancy) {}

  /**
   * Finds the place of a birth among the mother's pregnancies.
   *
   * @param today the local day of the mother
   */
  static Place of(LocalDate birth, List<PregnancyRow> hers, LocalDate today) {
    Optional<PregnancyRow> open = hers.stream().filter(PregnancyRow::isOpen).findFirst();
    if (open.isPresent() && Objects.requireNonNull(open.get().dating()).endsWithBirthOn(birth)) {
      return new Place(Meaning.ENDS, open.get());
    }
    Optional<PregnancyRow> twin =
        hers.stream()
            .filter(endedWithin(TWINS, birth))
            .filter(p -> p.outcome() == Outcome.LIVE_BIRTH || p.outcome() == Outcome.STILLBIRTH)
            .findFirst();
    if (twin.isPresent()) {
      return new Place(Meaning.JOINS, twin.get());
    }
    boolean recent = birth.isAfter(today.minusDays(POSTNATAL + 1));
    boolean knownOtherwise =
        open.isPresent() && isDuring(open.get(), birth)
            || hers.stream().anyMatch(endedWithin(NEXT - 1, birth));
    return new Place(recent && !knownOtherwise ? Meaning.IMPLIES : Meaning.OLDER, null);
  }

  private static boolean isDuring(PregnancyRow open, LocalDate birth) {
    PregnancyDates dating = Objects.requireNonNull(open.dating());
    return dating.daysOn(birth) >= 0 && dating.daysOn(birth) < NEXT;
  }

  private static Predicate<PregnancyRow> endedWithin(int days, LocalDate birth) {
    return p ->
        p.endedOn() != null && Math.abs(ChronoUnit.DAYS.between(p.endedOn(), birth)) <= days;
  }
}
