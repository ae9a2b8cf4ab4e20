package io.doula.desk.figures;

import io.doula.http.Say;
import java.time.Period;

/** Ages as people say them: six weeks, nine months, four years. */
final class Ages {
  private static final int WEEK = 7;

  /** Up to here ages are said in weeks, as schedules do. */
  private static final int WEEKS = 26;

  private static final int MONTHS_A_YEAR = 12;

  /** Up to here ages are said in months. */
  private static final int MONTHS = 24;

  private final Say say;

  Ages(Say say) {
    this.say = say;
  }

  /** Weeks of a pregnancy that began so many days ago. */
  String ofPregnancy(int days) {
    int over = days % WEEK;
    return over == 0
        ? say.text("plans.week", days / WEEK)
        : say.text("plans.week.days", days / WEEK, over);
  }

  /** The age of a child born so many days ago, by weeks or by the calendar's months. */
  String ofChild(int days) {
    if (days == 0) {
      return say.text("plans.age.birth");
    }
    if (isWeeks(days)) {
      return say.count("plans.age.weeks", days / WEEK);
    }
    Period age = age(days);
    int months = Math.toIntExact(age.toTotalMonths());
    if (days < WEEK) {
      return say.count("plans.age.days", days);
    }
    if (age.getDays() > 0) {
      return days < WEEKS * WEEK
          ? say.text("plans.age.weeks.days", days / WEEK, days % WEEK)
          : say.text("plans.age.months.days", months, age.getDays());
    }
    return isYears(months)
        ? say.count("plans.age.years", months / MONTHS_A_YEAR)
        : say.count("plans.age.months", months);
  }

  /** The week of a pregnancy, as short as an axis needs it. */
  String weekOnAxis(int days) {
    return say.number(days / WEEK);
  }

  /** A child's age in whole weeks, months or years, as short as an axis needs it. */
  String onAxis(int days) {
    if (days == 0) {
      return say.text("plans.age.birth");
    }
    if (days < WEEK) {
      return say.text("plans.axis.days", days);
    }
    if (isWeeks(days)) {
      return say.text("plans.axis.weeks", days / WEEK);
    }
    int months = Math.toIntExact(age(days).toTotalMonths());
    return isYears(months)
        ? say.text("plans.axis.years", months / MONTHS_A_YEAR)
        : say.text("plans.axis.months", months);
  }

  private static boolean isWeeks(int days) {
    return days % WEEK == 0 && days / WEEK <= WEEKS;
  }

  private static boolean isYears(int months) {
    return months % MONTHS_A_YEAR == 0 && months > MONTHS;
  }

  private static Period age(int days) {
    return Period.between(UsualPlan.BEGIN, UsualPlan.BEGIN.plusDays(days));
  }
}
