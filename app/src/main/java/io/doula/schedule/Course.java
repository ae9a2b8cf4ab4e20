package io.doula.schedule;

import io.doula.schedule.Condition.Situation;
import io.doula.schedule.DoseRule.Choice;
import io.doula.schedule.Series.Component;
import io.doula.schedule.Series.Variant;
import io.doula.schedule.Series.ZeroDoses;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One component of a series gone through with one person's record: which doses count, what next.
 */
final class Course {

  /** A dose that counts, with the rule it satisfies and the dates it had before it was given. */
  record Counted(Given given, DoseRule rule, DoseDates dates) {}

  private final Plan plan;
  private final Series series;
  private final Component component;
  private final List<Given> history;
  private final List<Counted> counted = new ArrayList<>();
  private final Map<Integer, Verdict> verdicts = new LinkedHashMap<>();
  private Person person;
  private @Nullable LocalDate lastGiven;

  /**
   * @param history every dose of the person, in the order of {@link Given#inOrder}
   */
  Course(Plan plan, Series series, Component component, Person person, List<Given> history) {
    this.plan = plan;
    this.series = series;
    this.component = component;
    this.person = person;
    this.history = new ArrayList<>(history.size());
    for (Given dose : history) {
      if (happened(dose)) {
        this.history.add(dose);
      }
    }
    for (Given dose : history) {
      if (component.concerns(dose.serves())) {
        judge(dose);
      }
    }
  }

  /** Goes on to the day of one more dose, as if it were given. */
  void assume(Given dose) {
    person = person.on(dose.on());
    history.add(dose);
    judge(dose);
  }

  private boolean happened(Given dose) {
    return !dose.on().isBefore(person.birth()) && !dose.on().isAfter(person.asOf());
  }

  List<Counted> counted() {
    return counted;
  }

  /** By place in the record; doses of other vaccines have none. */
  Map<Integer, Verdict> verdicts() {
    return verdicts;
  }

  Component component() {
    return component;
  }

  private void judge(Given dose) {
    Verdict verdict = verdict(dose);
    verdicts.put(dose.index(), verdict);
    if (happened(dose)) {
      lastGiven = dose.on();
    }
  }

  private Verdict verdict(Given dose) {
    String passedOver = passedOver(dose);
    if (passedOver != null) {
      return Verdict.not(passedOver);
    }
    List<DoseRule> doses = variant(dose).doses();
    if (isDone(doses)) {
      return Verdict.not("every dose had been given before");
    }
    DoseRule rule = doses.get(counted.size());
    DoseDates dates = dates(rule, dose.on());
    String fault = new DoseCheck(plan, series, person, history, before()).fault(rule, dose);
    if (fault == null && !serves(rule, dose)) {
      fault = "another vaccine is needed for dose " + rule.dose();
    }
    if (fault != null) {
      return Verdict.not(fault);
    }
    counted.add(new Counted(dose, rule, dates));
    return Verdict.counts(rule.dose());
  }

  /** Why a dose is not looked at at all, or null. */
  private @Nullable String passedOver(Given dose) {
    if (dose.on().isBefore(person.birth())) {
      return "given before birth";
    }
    if (dose.on().isAfter(person.asOf())) {
      return "given after " + person.asOf() + ", the day asked about";
    }
    if (dose.dose().isZero() && component.zeroDoses() == ZeroDoses.NEVER) {
      return "a birth or zero dose is not counted";
    }
    boolean marked = dose.dose().kind() != null;
    if (marked && !dose.dose().isZero() && component.zeroDoses() == ZeroDoses.ONLY) {
      return "not marked as a birth or zero dose";
    }
    if (dose.on().equals(lastGiven)) {
      return "a second dose on the same day";
    }
    return component.notCounted().stream()
        .filter(rule -> dose.on().isBefore(rule.beforeAge().after(person.birth())))
        .filter(rule -> Condition.any(rule.when(), situation(dose.on(), null)))
        .findFirst()
        .map(Series.NotCounted::because)
        .orElse(null);
  }

  private boolean serves(DoseRule rule, Given dose) {
    return component.accepts().stream().anyMatch(dose.serves()::contains)
        || rule.vaccines().stream()
            .filter(choice -> dose.serves().contains(choice.vaccine()))
            .anyMatch(choice -> oldEnough(choice, dose.on()));
  }

  private boolean oldEnough(Choice choice, LocalDate day) {
    return choice.fromAge() == null || !day.isBefore(choice.fromAge().after(person.birth()));
  }

  /** What is left to say about the series on the person's day. */
  Outlook outlook() {
    List<DoseRule> doses = variant(null).doses();
    boolean primaryComplete =
        component.zeroDoses() != ZeroDoses.ONLY
            && doses.stream().filter(rule -> !rule.booster()).count() <= counted.size();
    if (isDone(doses)) {
      return Outlook.done(this, series.whenAllGiven(), primaryComplete);
    }
    DoseRule rule = doses.get(counted.size());
    DoseDates dates = dates(rule, person.asOf());
    List<String> vaccines = offered(rule, later(dates.earliest(), person.asOf()));
    if (dates.tooLate(person.asOf()) || vaccines.isEmpty()) {
      return Outlook.tooLate(this, rule, dates, vaccines, primaryComplete);
    }
    return Outlook.next(this, rule, dates, vaccines, primaryComplete, person.asOf());
  }

  private List<String> offered(DoseRule rule, LocalDate day) {
    List<String> offered = new ArrayList<>();
    for (Choice choice : rule.vaccines()) {
      Span latest = choice.latestAge();
      boolean young = latest == null || !day.isAfter(latest.after(person.birth()));
      if (young && oldEnough(choice, day) && !hadAsBooster(choice.onceAsBooster())) {
        offered.add(choice.vaccine());
      }
    }
    return List.copyOf(offered);
  }

  private boolean hadAsBooster(List<String> codes) {
    return counted.stream()
        .filter(dose -> dose.rule().booster())
        .anyMatch(dose -> codes.stream().anyMatch(dose.given().serves()::contains));
  }

  private boolean isDone(List<DoseRule> doses) {
    if (counted.size() >= doses.size()) {
      return true;
    }
    Span before = doses.get(counted.size()).onlyIfPreviousBefore();
    return before != null
        && !counted.isEmpty()
        && !counted.get(counted.size() - 1).given().on().isBefore(before.after(person.birth()));
  }

  private Variant variant(@Nullable Given dose) {
    Situation situation = situation(dose == null ? person.asOf() : dose.on(), dose);
    return component.variants().stream()
        .filter(one -> one.when().isEmpty() || Condition.any(one.when(), situation))
        .findFirst()
        .orElseThrow();
  }

  Situation situation(LocalDate day, @Nullable Given dose) {
    List<@Nullable String> products = new ArrayList<>();
    counted.forEach(one -> products.add(product(one.given())));
    if (dose != null) {
      products.add(product(dose));
    }
    LocalDate started = counted.isEmpty() ? day : counted.get(0).given().on();
    return new Situation(person.facts(), person.birth(), day, started, products);
  }

  private @Nullable String product(Given dose) {
    String product = dose.dose().product();
    return product == null ? person.facts().brand() : product;
  }

  private DoseDates dates(DoseRule rule, LocalDate day) {
    return DoseDates.of(
        rule, before(), person.on(day), plan.overdueDays(), series.liveConflict(), history);
  }

  private DoseDates.Before before() {
    LocalDate first = counted.isEmpty() ? null : counted.get(0).given().on();
    return new DoseDates.Before(first, lastGiven);
  }

  /** For a sentence: where this came from. */
  String source() {
    return plan.named();
  }

  String title() {
    return component.title();
  }

  /** How many doses are asked for, boosters included, as things stand. */
  int doses() {
    return variant(null).doses().size();
  }

  int primaryDoses() {
    return (int) variant(null).doses().stream().filter(rule -> !rule.booster()).count();
  }

  static LocalDate later(LocalDate one, LocalDate other) {
    return one.isAfter(other) ? one : other;
  }
}
