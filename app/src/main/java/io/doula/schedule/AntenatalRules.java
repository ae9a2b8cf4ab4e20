package io.doula.schedule;

import java.util.List;

/** The antenatal contact rules of a plan, in completed weeks of gestation. */
record AntenatalRules(
    int firstByWeek,
    List<Step> next,
    List<LateStart> lateStart,
    int neverSkipWeek,
    int referWeek,
    int overdueAfterDays) {

  /** A woman seen before this week comes again after so many weeks; the first that fits counts. */
  record Step(int beforeWeek, int plusWeeks) {}

  /** First seen in these weeks, she comes every two weeks from the given week on. */
  record LateStart(int fromWeek, int toWeek, int everyTwoWeeksFrom) {}

  private static final int FORTNIGHT = 2;

  /** The week of the contact after one in {@code week}; 0 when none follows. */
  int after(int week, int firstWeek) {
    if (week >= neverSkipWeek) {
      return 0;
    }
    return Math.min(week + plusWeeks(week, firstWeek), neverSkipWeek);
  }

  private int plusWeeks(int week, int firstWeek) {
    boolean everyTwoWeeks =
        lateStart.stream()
            .anyMatch(
                late ->
                    late.fromWeek() <= firstWeek
                        && firstWeek <= late.toWeek()
                        && week >= late.everyTwoWeeksFrom());
    return everyTwoWeeks
        ? FORTNIGHT
        : next.stream()
            .filter(step -> week < step.beforeWeek())
            .findFirst()
            .map(Step::plusWeeks)
            .orElse(FORTNIGHT);
  }
}
