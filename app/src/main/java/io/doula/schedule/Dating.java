package io.doula.schedule;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * When a pregnancy began, however that is known. Dates follow Naegele's rule in days: a pregnancy
 * is 280 days long (WHO ANC DAK).
 *
 * @param lmp first day of the last menstrual period, reported or worked out
 * @param basis how it is known, as part of a sentence
 */
public record Dating(LocalDate lmp, String basis) {

  private static final int DAYS = 280;
  private static final int DAYS_A_WEEK = 7;

  public static Dating byLmp(LocalDate lmp) {
    return new Dating(lmp, "last period " + lmp);
  }

  public static Dating byEdd(LocalDate edd) {
    return new Dating(edd.minusDays(DAYS), "expected date of delivery " + edd);
  }

  /**
   * @param weeks completed weeks found by the scan on that day
   * @param days 0 to 6 days on top
   * @throws ForecastRefused for {@code scan.weeks} below 0 or above 45, or {@code scan.days} beyond
   *     0 to 6
   */
  public static Dating byScan(LocalDate date, int weeks, int days) {
    if (weeks < 0 || weeks > 45) {
      throw new ForecastRefused("scan.weeks", "must be 0 to 45");
    }
    if (days < 0 || days >= DAYS_A_WEEK) {
      throw new ForecastRefused("scan.days", "must be 0 to 6");
    }
    return new Dating(
        date.minusDays(weeks * (long) DAYS_A_WEEK + days),
        "scan of " + date + " at " + weeks + " weeks " + days + " days");
  }

  /** Expected date of delivery. */
  public LocalDate edd() {
    return lmp.plusDays(DAYS);
  }

  /**
   * @throws ForecastRefused for {@code asOf} when the day lies before the pregnancy began
   */
  public GestationalAge ageOn(LocalDate day) {
    if (day.isBefore(lmp)) {
      throw new ForecastRefused("asOf", "lies before the pregnancy began");
    }
    int days = (int) ChronoUnit.DAYS.between(lmp, day);
    return new GestationalAge(days / DAYS_A_WEEK, days % DAYS_A_WEEK);
  }

  /** The day on which so many weeks are completed. */
  LocalDate week(int weeks) {
    return lmp.plusWeeks(weeks);
  }
}
