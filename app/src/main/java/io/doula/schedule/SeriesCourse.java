package io.doula.schedule;

import io.doula.schedule.Condition.Situation;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A series gone through with one person's record: its components, and what they ask for together.
 */
final class SeriesCourse {

  private final Series series;
  private final Person person;
  private final List<Course> courses;

  SeriesCourse(Plan plan, Series series, Person person, List<Given> history) {
    this.series = series;
    this.person = person;
    this.courses =
        series.components().stream()
            .map(component -> new Course(plan, series, component, person, history))
            .toList();
  }

  List<Course> courses() {
    return courses;
  }

  Series series() {
    return series;
  }

  boolean canGoOn() {
    return courses.stream()
        .map(Course::outlook)
        .noneMatch(outlook -> outlook.status() == SeriesStatus.TOO_OLD);
  }

  /** What became of the dose at this place in the record; the best of the components' answers. */
  @Nullable Verdict verdict(int index) {
    Verdict best = null;
    for (Course course : courses) {
      Verdict verdict = course.verdicts().get(index);
      if (verdict != null && (best == null || verdict.counts())) {
        best = verdict;
      }
    }
    return best;
  }

  /** What a component asks for, once the conditions of the series have been heard. */
  Outlook outlook(Course course) {
    Outlook outlook = course.outlook();
    if (!outlook.open()) {
      return outlook;
    }
    boolean due = outlook.status() != SeriesStatus.NOT_DUE;
    Situation situation = course.situation(person.asOf(), null);
    return series.conditions().stream()
        .filter(advice -> due || advice.then() == SeriesStatus.NOT_DUE)
        .filter(advice -> Condition.any(advice.when(), situation))
        .findFirst()
        .map(advice -> outlook.turnedInto(advice.then(), advice.because()))
        .orElse(outlook);
  }

  /** True for a dose not due yet that a person must decide about on the day it falls due. */
  boolean isForReviewWhenDue(Outlook outlook) {
    if (!outlook.open() || outlook.status() != SeriesStatus.NOT_DUE) {
      return false;
    }
    Situation then = outlook.course().situation(due(outlook), null);
    return series.conditions().stream()
        .filter(advice -> Condition.any(advice.when(), then))
        .findFirst()
        .filter(advice -> advice.then() == SeriesStatus.NEEDS_REVIEW)
        .isPresent();
  }

  SeriesForecast forecast() {
    List<Outlook> outlooks = courses.stream().map(this::outlook).toList();
    boolean primary = outlooks.stream().allMatch(Outlook::primaryComplete);
    List<Outlook> open = outlooks.stream().filter(Outlook::open).toList();
    if (open.isEmpty()) {
      Outlook ended = ended(outlooks);
      NextDose next = ended.status() == SeriesStatus.NEEDS_REVIEW ? ended.next() : null;
      return new SeriesForecast(series.code(), ended.status(), primary, next, ended.why());
    }
    List<Outlook> together = together(open);
    NextDose next = merged(together);
    String why = together.stream().map(Outlook::why).collect(Collectors.joining(" "));
    return new SeriesForecast(series.code(), next.statusOn(person.asOf()), primary, next, why);
  }

  private static Outlook ended(List<Outlook> outlooks) {
    return outlooks.stream()
        .filter(outlook -> outlook.status() != SeriesStatus.COMPLETE)
        .findFirst()
        .orElse(outlooks.get(outlooks.size() - 1));
  }

  /** All that is due by the day; when nothing is, what comes first. */
  private List<Outlook> together(List<Outlook> open) {
    LocalDate first =
        open.stream().map(SeriesCourse::due).min(Comparator.naturalOrder()).orElseThrow();
    LocalDate until = Course.later(first, person.asOf());
    return open.stream().filter(outlook -> !due(outlook).isAfter(until)).toList();
  }

  private static NextDose merged(List<Outlook> together) {
    List<NextDose> doses =
        together.stream().map(Outlook::next).map(Objects::requireNonNull).toList();
    Set<String> vaccines = new LinkedHashSet<>();
    doses.forEach(dose -> vaccines.addAll(dose.vaccine()));
    return new NextDose(
        List.copyOf(vaccines),
        doses.get(0).dose(),
        Objects.requireNonNull(first(doses, NextDose::earliest)),
        Objects.requireNonNull(first(doses, NextDose::due)),
        first(doses, NextDose::overdueAfter),
        first(doses, NextDose::latest));
  }

  private static @Nullable LocalDate first(
      List<NextDose> doses, Function<NextDose, @Nullable LocalDate> date) {
    LocalDate first = null;
    for (NextDose dose : doses) {
      LocalDate day = date.apply(dose);
      if (day != null && (first == null || day.isBefore(first))) {
        first = day;
      }
    }
    return first;
  }

  private static LocalDate due(Outlook outlook) {
    return Objects.requireNonNull(outlook.next()).due();
  }
}
