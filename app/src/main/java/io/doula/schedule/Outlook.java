package io.doula.schedule;

import io.doula.schedule.Course.Counted;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one component asks for next.
 *
 * @param status NOT_DUE, DUE, OVERDUE, or one that ends it: COMPLETE, TOO_OLD, NEEDS_REVIEW
 * @param next the next dose, also when it is too late for it; null when none is left
 * @param withheld true when a condition of the series speaks against the dose altogether
 */
record Outlook(
    Course course,
    SeriesStatus status,
    boolean primaryComplete,
    @Nullable NextDose next,
    @Nullable DoseRule rule,
    boolean withheld,
    String why) {

  /** True while a date can be named on which the dose may be given. */
  boolean open() {
    return next != null
        && !withheld
        && (status == SeriesStatus.NOT_DUE
            || status == SeriesStatus.DUE
            || status == SeriesStatus.OVERDUE);
  }

  static Outlook done(Course course, SeriesStatus status, boolean primaryComplete) {
    List<Counted> counted = course.counted();
    String last =
        counted.isEmpty()
            ? "no dose is needed."
            : "every dose has been given, the last on "
                + counted.get(counted.size() - 1).given().on()
                + ".";
    return new Outlook(
        course, status, primaryComplete, null, null, false, say(course, ": " + last));
  }

  static Outlook tooLate(
      Course course, DoseRule rule, DoseDates dates, List<String> vaccines, boolean primary) {
    SeriesStatus status = rule.afterLatest();
    if (status == SeriesStatus.COMPLETE) {
      return done(course, status, primary);
    }
    String why =
        number(course, rule)
            + ": "
            + (dates.latest() == null
                ? "no vaccine of this series may be given at this age"
                : "not after " + dates.latest())
            + (status == SeriesStatus.NEEDS_REVIEW ? "; a clinician decides" : "")
            + (rule.tooOldAdvice() == null ? "" : "; " + rule.tooOldAdvice())
            + ".";
    NextDose next = next(rule, dates, vaccines.isEmpty() ? List.copyOf(rule.codes()) : vaccines);
    return new Outlook(course, status, primary, next, rule, false, say(course, why));
  }

  static Outlook next(
      Course course,
      DoseRule rule,
      DoseDates dates,
      List<String> vaccines,
      boolean primaryComplete,
      LocalDate asOf) {
    NextDose next = next(rule, dates, vaccines);
    String why = number(course, rule) + ": due " + dates.due() + ", " + dates.anchor() + ".";
    return new Outlook(
        course, next.statusOn(asOf), primaryComplete, next, rule, false, say(course, why));
  }

  Outlook turnedInto(SeriesStatus other, String because) {
    return new Outlook(
        course,
        other,
        primaryComplete,
        next,
        rule,
        other == SeriesStatus.NOT_DUE,
        say(course, ": " + because + "."));
  }

  private static NextDose next(DoseRule rule, DoseDates dates, List<String> vaccines) {
    return new NextDose(
        vaccines, rule.dose(), dates.earliest(), dates.due(), dates.overdueAfter(), dates.latest());
  }

  private static String number(Course course, DoseRule rule) {
    return course.doses() == 1 ? "" : " dose " + rule.dose();
  }

  private static String say(Course course, String what) {
    return course.title() + what + " " + course.source();
  }
}
