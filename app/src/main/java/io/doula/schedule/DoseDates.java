package io.doula.schedule;

import io.doula.schedule.Series.LiveConflict;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The dates of one dose, worked out from the rule and what went before.
 *
 * @param anchor why {@code due} is the day it is, as part of a sentence
 */
record DoseDates(
    LocalDate earliest,
    LocalDate due,
    @Nullable LocalDate overdueAfter,
    @Nullable LocalDate latest,
    String anchor) {

  /**
   * What went before a dose: the first that counts, and the last given whether it counts or not.
   */
  record Before(@Nullable LocalDate firstCounted, @Nullable LocalDate lastGiven) {

    /** A first dose whose time had passed doesn't move to a day after what was given since. */
    private @Nullable LocalDate lastWithin(@Nullable LocalDate latest) {
      boolean past =
          firstCounted == null && latest != null && lastGiven != null && lastGiven.isAfter(latest);
      return past ? null : lastGiven;
    }
  }

  static DoseDates of(
      DoseRule rule,
      Before before,
      Person person,
      int overdueDays,
      @Nullable LiveConflict conflict,
      List<Given> history) {
    LocalDate latest = rule.latestAge() == null ? null : rule.latestAge().after(person.birth());
    LocalDate last = before.lastWithin(latest);
    Latest earliest = Latest.of(person.birth());
    earliest.age(rule.minimumAge(), person.birth());
    earliest.dayAfter(last);
    earliest.interval(rule.minimumInterval(), last, "the dose of ");
    earliest.interval(rule.minimumIntervalFromFirst(), before.firstCounted(), "the first dose, ");
    liveWait(earliest, person.asOf(), conflict, history);

    Latest due = earliest.copy();
    due.age(rule.dueAge(), person.birth());
    due.interval(rule.dueInterval(), before.lastGiven(), "the dose of ");

    if (latest != null && due.day.isAfter(latest)) {
      due = earliest;
    }
    LocalDate overdueAfter = overdueAfter(rule, before, person.birth(), due.day, overdueDays);
    return new DoseDates(earliest.day, due.day, overdueAfter, latest, due.anchor.get());
  }

  /** True when no day is left on which the dose may be given. */
  boolean tooLate(LocalDate day) {
    return latest != null && (day.isAfter(latest) || earliest.isAfter(latest));
  }

  /**
   * A dose not given by the day another live vaccine was given waits from that one on; it does so
   * whatever the day asked about, so that its date stands still once it has moved.
   */
  private static void liveWait(
      Latest earliest, LocalDate asOf, @Nullable LiveConflict conflict, List<Given> history) {
    if (conflict == null) {
      return;
    }
    for (Given other : history) {
      LocalDate day = Course.later(earliest.day, asOf);
      LocalDate free = other.on().plusDays(conflict.days());
      boolean inTheWay = other.on().isBefore(day) && free.isAfter(earliest.day);
      if (inTheWay && Live.isOneOf(other, conflict)) {
        earliest.move(free, () -> Live.after(other, conflict));
      }
    }
  }

  private static LocalDate overdueAfter(
      DoseRule rule, Before before, LocalDate birth, LocalDate due, int overdueDays) {
    LocalDate limit = null;
    if (rule.overdueAge() != null) {
      limit = rule.overdueAge().after(birth);
    } else if (rule.overdueInterval() != null && before.lastGiven() != null) {
      limit = rule.overdueInterval().after(before.lastGiven());
    }
    LocalDate after = limit == null ? due.plusDays(overdueDays) : limit;
    return after.isBefore(due) ? due : after;
  }

  /** The latest of several days, with the reason that set it. */
  private static final class Latest {
    private LocalDate day;
    private Supplier<String> anchor;

    private Latest(LocalDate day, Supplier<String> anchor) {
      this.day = day;
      this.anchor = anchor;
    }

    static Latest of(LocalDate birth) {
      return new Latest(birth, () -> "at birth, " + birth);
    }

    Latest copy() {
      return new Latest(day, anchor);
    }

    void age(@Nullable Span age, LocalDate birth) {
      if (age != null) {
        move(age.after(birth), () -> "at " + age.words() + " of age (born " + birth + ")");
      }
    }

    /** Nobody is given a dose twice on one day. */
    void dayAfter(@Nullable LocalDate given) {
      if (given != null) {
        move(given.plusDays(1), () -> "after the dose of " + given + ", which does not count");
      }
    }

    void interval(@Nullable Span interval, @Nullable LocalDate from, String what) {
      if (interval != null && from != null) {
        move(interval.after(from), () -> interval.words() + " after " + what + from);
      }
    }

    void move(LocalDate to, Supplier<String> why) {
      if (to.isAfter(day)) {
        day = to;
        anchor = why;
      }
    }
  }
}
