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

  /** The age of a child born so many days ago: whole months by the calendar. */
  String ofChild(int days) {
    if (days == 0) {
      return say.text("plans.age.birth");
    }
    if (days % WEEK == 0 && days / WEEK <= WEEKS) {
      return count("weeks", days / WEEK);
    }
    if (days < WEEKS * WEEK) {
      return days < WEEK
          ? count("days", days)
          : say.text("plans.age.weeks.days", days / WEEK, days % WEEK);
    }
    Period age = Period.between(UsualPlan.BEGIN, UsualPlan.BEGIN.plusDays(days));
    int months = Math.toIntExact(age.toTotalMonths());
    if (age.getDays() > 0) {
      return say.text("plans.age.months.days", months, age.getDays());
    }
    return months % MONTHS_A_YEAR == 0 && months > MONTHS
        ? count("years", months / MONTHS_A_YEAR)
        : count("months", months);
  }

  private String count(String unit, int number) {
    return number == 1
        ? say.text("plans.age." + unit + ".one")
        : say.text("plans.age." + unit + ".many", number);
  }
}
