package io.doula.family;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * How a pregnancy is dated. Its first day follows: the expected day of birth less 280 days (WHO's
 * antenatal guideline; so for a scan too, whose expected day is its date + 280 days - the age it
 * found).
 *
 * @param by LMP, EDD or SCAN
 */
record PregnancyDates(
    String by,
    LocalDate edd,
    @Nullable LocalDate scanDate,
    @Nullable Integer weeks,
    @Nullable Integer days) {
  static final int FULL_TERM = 280;
  private static final int VIABLE = 22 * 7;
  private static final int TOO_OLD = 45 * 7;

  static PregnancyDates byLmp(LocalDate lmp) {
    return new PregnancyDates("LMP", lmp.plusDays(FULL_TERM), null, null, null);
  }

  static PregnancyDates byEdd(LocalDate edd) {
    return new PregnancyDates("EDD", edd, null, null, null);
  }

  static PregnancyDates byScan(LocalDate on, int weeks, int days) {
    return new PregnancyDates(
        "SCAN", on.plusDays(FULL_TERM - (weeks * 7L + days)), on, weeks, days);
  }

  /** The first day of gestation. */
  LocalDate lmp() {
    return edd.minusDays(FULL_TERM);
  }

  /** How many days old it is on a day. */
  long daysOn(LocalDate day) {
    return day.toEpochDay() - lmp().toEpochDay();
  }

  /** Whether it can end on that day, in whatever way: before 45 completed weeks. */
  boolean canEndOn(LocalDate day) {
    return daysOn(day) >= 0 && daysOn(day) < TOO_OLD;
  }

  /** Whether a birth on that day is this pregnancy's: at 22 to 44 completed weeks. */
  boolean endsWithBirthOn(LocalDate birth) {
    return daysOn(birth) >= VIABLE && daysOn(birth) < TOO_OLD;
  }
}
