package io.doula.schedule;

import io.doula.schedule.Course.Counted;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A series carried on into the future, dose by dose, as items of a schedule. */
final class Projection {

  private final Plan plan;
  private final Person person;
  private final SeriesCourse course;
  private final @Nullable String primaryGivenAs;
  private final List<Given> history;
  private final int recorded;
  private LocalDate lastPrimaryOn;
  private final List<LocalDate> comingDays = new ArrayList<>();

  Projection(
      Plan plan,
      Person person,
      SeriesCourse course,
      @Nullable String primaryGivenAs,
      List<Given> history) {
    this.plan = plan;
    this.person = person;
    this.course = course;
    this.primaryGivenAs = primaryGivenAs;
    this.history = new ArrayList<>(history);
    this.recorded = history.size();
    this.lastPrimaryOn = person.asOf();
  }

  /** The record, and the doses projected so far as if they had been given. */
  List<Given> history() {
    return history;
  }

  /** The day on which the last primary dose is projected; the person's day when none is. */
  LocalDate lastPrimaryOn() {
    return lastPrimaryOn;
  }

  /** True when a dose projected so far serves the series too. */
  boolean bringsAlong(Series other) {
    return history.subList(recorded, history.size()).stream()
        .anyMatch(dose -> other.components().stream().anyMatch(one -> one.concerns(dose.serves())));
  }

  /** True when something is left to give or to decide. */
  boolean hasMore() {
    return !comingDays.isEmpty();
  }

  /** The due dates of what is left. */
  List<LocalDate> comingDays() {
    return comingDays;
  }

  void addDone(List<Item> items) {
    for (Course one : course.courses()) {
      for (Counted counted : one.counted()) {
        items.add(done(one, counted));
      }
    }
  }

  /**
   * @param provisional true when already the first of them hangs on doses not recorded
   */
  void addComing(List<Item> items, boolean provisional) {
    for (Course one : course.courses()) {
      addComing(items, one, provisional);
    }
  }

  private void addComing(List<Item> items, Course start, boolean provisional) {
    Outlook outlook = course.outlook(start);
    boolean later = provisional;
    LocalDate day = person.asOf();
    while (outlook.next() != null) {
      NextDose next = outlook.next();
      DoseRule rule = Objects.requireNonNull(outlook.rule());
      if (later && !outlook.open()) {
        return;
      }
      items.add(coming(outlook, next, rule, later));
      comingDays.add(next.due());
      LocalDate on = Course.later(next.due(), day);
      boolean ended = outlook.status() == SeriesStatus.TOO_OLD || outlook.withheld();
      if (ended || (next.latest() != null && on.isAfter(next.latest()))) {
        return;
      }
      day = on;
      assume(start, rule, next, day);
      if (start.counted().size() < next.dose()) {
        return;
      }
      outlook = start.outlook();
      later = true;
    }
  }

  /** Goes on as if this dose were given on this day. */
  private void assume(Course start, DoseRule rule, NextDose next, LocalDate day) {
    Given dose = given(rule, next, day);
    history.add(dose);
    start.assume(dose);
    if (!rule.booster()) {
      lastPrimaryOn = Course.later(day, lastPrimaryOn);
    }
  }

  private Given given(DoseRule rule, NextDose next, LocalDate day) {
    GivenDose dose = new GivenDose(usual(rule, next).get(0), day);
    return new Given(dose, plan.vaccines().servedBy(dose.vaccine()), history.size());
  }

  /** The combination that is usual for a primary dose, where it serves; else what serves. */
  private List<String> usual(DoseRule rule, NextDose next) {
    return usual(rule, next.vaccine());
  }

  private List<String> usual(DoseRule rule, List<String> vaccines) {
    boolean combined =
        primaryGivenAs != null
            && !rule.booster()
            && plan.vaccines().servedBy(primaryGivenAs).contains(vaccines.get(0));
    return combined ? List.of(Objects.requireNonNull(primaryGivenAs)) : vaccines;
  }

  private Item done(Course one, Counted counted) {
    DoseDates dates = counted.dates();
    DoseRule rule = counted.rule();
    String vaccine = counted.given().dose().vaccine();
    return new Item(
        code(one, rule.dose()),
        ItemKind.VACCINATION,
        course.series().code(),
        rule.dose(),
        List.of(vaccine),
        Titles.of(one, rule, List.of(vaccine)),
        dates.earliest(),
        dates.due(),
        dates.overdueAfter(),
        dates.latest(),
        counted.given().on(),
        false,
        false,
        "Given on "
            + counted.given().on()
            + "; it was due "
            + dates.due()
            + ", "
            + dates.anchor()
            + ". "
            + plan.named());
  }

  private Item coming(Outlook outlook, NextDose next, DoseRule rule, boolean provisional) {
    List<String> vaccines = usual(rule, next.vaccine());
    boolean forReview = course.isForReviewWhenDue(outlook);
    return new Item(
        code(outlook.course(), next.dose()),
        ItemKind.VACCINATION,
        course.series().code(),
        next.dose(),
        vaccines,
        Titles.of(outlook.course(), rule, vaccines),
        next.earliest(),
        next.due(),
        next.overdueAfter(),
        next.latest(),
        null,
        provisional || forReview,
        outlook.withheld() || outlook.status() == SeriesStatus.NEEDS_REVIEW,
        why(outlook, provisional, forReview));
  }

  private static String why(Outlook outlook, boolean provisional, boolean forReview) {
    if (provisional) {
      return "Projected, because the dose before is not recorded yet. " + outlook.why();
    }
    return forReview
        ? "Not announced, because a person decides when it is due. " + outlook.why()
        : outlook.why();
  }

  private static String code(Course one, int dose) {
    return one.component().code() + "-" + dose;
  }
}
