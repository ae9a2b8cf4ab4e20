package io.doula.schedule;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Every dose of the plan's routine for one baby: those that count, the next, and those after it as
 * if each were given when it is due, or now where that has passed.
 */
final class BabyDoses {

  private final Plan plan;
  private final Person person;
  private final List<Given> history;
  private final List<Item> items = new ArrayList<>();
  private final List<LocalDate> turning = new ArrayList<>();

  /**
   * @param history in the order of {@link Given#inOrder}
   */
  BabyDoses(Plan plan, Person person, List<Given> history) {
    this.plan = plan;
    this.person = person;
    this.history = history;
    plan.routine().forEach(this::follow);
  }

  List<Item> items() {
    return items;
  }

  /** The codes of the series that have something left to give. */
  Set<String> seriesToCome() {
    return items.stream()
        .filter(item -> item.doneOn() == null && item.series() != null)
        .map(Item::series)
        .map(Objects::requireNonNull)
        .collect(Collectors.toSet());
  }

  private void follow(Plan.Routine entry) {
    SeriesCourse course = ImmunizationForecast.followed(plan, entry, person, history);
    Projection main = new Projection(plan, person, course, entry.primaryGivenAs(), history);
    main.addDone(items);
    main.addComing(items, false);
    turn(entry.series(), main);
    for (Series covered : entry.covers()) {
      cover(covered, main);
    }
  }

  /** A series that comes along in a combination has items only for what the combination leaves. */
  private void cover(Series covered, Projection main) {
    Person after = person.on(main.lastPrimaryOn());
    SeriesCourse rest = new SeriesCourse(plan, covered, after, main.history());
    Projection projection = new Projection(plan, after, rest, null, main.history());
    projection.addComing(items, main.bringsAlong(covered));
    turn(List.of(covered), projection);
  }

  private void turn(List<Series> alternatives, Projection projection) {
    if (!projection.hasMore()) {
      return;
    }
    alternatives.stream()
        .flatMap(Series::turningAges)
        .map(age -> age.after(person.birth()))
        .flatMap(day -> Stream.of(day, day.plusDays(1)))
        .forEach(turning::add);
    boolean mayNeedReview = alternatives.stream().anyMatch(one -> !one.conditions().isEmpty());
    if (mayNeedReview) {
      projection.comingDays().forEach(turning::add);
    }
  }

  /**
   * See {@link Schedule#nextChange()}. The day after a live vaccine was given is one: until then
   * another may still be given on the same day. So is a day for which a dose is recorded ahead.
   */
  @Nullable LocalDate nextChange() {
    LocalDate tomorrow = person.asOf().plusDays(1);
    for (Given dose : history) {
      turning.add(dose.on());
      turning.add(dose.on().plusDays(1));
    }
    int first = plan.reminders().stream().mapToInt(ReminderRule::days).min().orElse(0);
    Stream<LocalDate> announced =
        items.stream()
            .filter(Item::provisional)
            .map(item -> Course.later(item.due().plusDays(first), tomorrow));
    return Stream.concat(turning.stream(), announced)
        .filter(day -> day.isAfter(person.asOf()))
        .min(LocalDate::compareTo)
        .orElse(null);
  }
}
