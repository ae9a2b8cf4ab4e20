package io.doula.schedule;

import io.doula.schedule.DoseDates.Before;
import io.doula.schedule.Series.LiveConflict;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a dose was given within the ages and intervals of the rule it is held against. */
record DoseCheck(Plan plan, Series series, Person person, List<Given> history, Before before) {

  /** Why the dose does not count, or null when it does. Grace days do not touch the live rule. */
  @Nullable String fault(DoseRule rule, Given dose) {
    LocalDate day = dose.on();
    boolean asRecorded = rule.takenAsRecorded() && "booster".equals(dose.dose().kind());
    if (!asRecorded && tooSoon(rule.minimumAge(), person.birth(), day)) {
      return "too early: before " + words(rule.minimumAge()) + " of age";
    }
    if (rule.latestAge() != null && day.isAfter(rule.latestAge().after(person.birth()))) {
      return "too late: after " + rule.latestAge().words() + " of age";
    }
    if (!asRecorded && tooSoon(rule.minimumInterval(), before.lastGiven(), day)) {
      return "too early: less than "
          + words(rule.minimumInterval())
          + " after the dose of "
          + before.lastGiven();
    }
    if (tooSoon(rule.minimumIntervalFromFirst(), before.firstCounted(), day)) {
      return "too early: less than "
          + words(rule.minimumIntervalFromFirst())
          + " after the first dose";
    }
    return liveFault(dose);
  }

  private boolean tooSoon(@Nullable Span span, @Nullable LocalDate from, LocalDate day) {
    return span != null
        && from != null
        && day.plusDays(plan.graceDays()).isBefore(span.after(from));
  }

  private @Nullable String liveFault(Given dose) {
    LiveConflict conflict = series.liveConflict();
    if (conflict == null) {
      return null;
    }
    return Live.tooCloseBefore(dose, conflict, history)
        .map(other -> "less than " + Live.after(other, conflict))
        .orElse(null);
  }

  private static String words(@Nullable Span span) {
    return span == null ? "" : span.words();
  }
}
