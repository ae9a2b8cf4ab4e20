package io.doula.schedule;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Which doses count, which come next, and why: the concepts of CDC's CDSi logic specification with
 * every number taken from the plan.
 *
 * <p>The shape is that of {@code POST /api/forecast}.
 *
 * @param plan code of the plan
 * @param given the recorded doses in the order in which they came
 */
public record ImmunizationForecast(
    String plan, String planVersion, List<SeriesForecast> series, List<GivenVerdict> given) {

  private static final Set<String> KINDS = Set.of("birth", "zero", "primary", "booster");

  /**
   * Forecasts the series named, or, when none is named, those a baby follows by the plan's routine.
   * A series that comes along in a combination is then listed for what the combination leaves open.
   *
   * @param asOf the day asked about; doses recorded for later days are passed over
   * @throws ForecastRefused naming the field, when a series, a vaccine or a kind of dose is
   *     unknown, or {@code asOf} lies before birth
   */
  public static ImmunizationForecast of(
      Plan plan,
      LocalDate birthDate,
      LocalDate asOf,
      List<String> series,
      List<GivenDose> given,
      Facts facts) {
    if (asOf.isBefore(birthDate)) {
      throw new ForecastRefused("asOf", "lies before the birth date");
    }
    check(plan, given);
    Person person = new Person(birthDate, facts, asOf);
    List<Given> history = Given.inOrder(given, plan.vaccines());
    List<SeriesCourse> courses =
        series.isEmpty()
            ? routine(plan, person, history)
            : named(plan, series).stream()
                .map(one -> new SeriesCourse(plan, one, person, history))
                .toList();
    return new ImmunizationForecast(
        plan.code(),
        plan.version(),
        courses.stream().map(SeriesCourse::forecast).toList(),
        verdicts(given, courses));
  }

  /** Refuses doses that no plan could read. */
  static void check(Plan plan, List<GivenDose> given) {
    for (int i = 0; i < given.size(); i++) {
      GivenDose dose = given.get(i);
      if (!plan.vaccines().knowsAll(dose.vaccine())) {
        throw new ForecastRefused("given[" + i + "].vaccine", "is no vaccine code");
      }
      if (dose.kind() != null && !KINDS.contains(dose.kind())) {
        throw new ForecastRefused(
            "given[" + i + "].kind", "must be birth, zero, primary or booster");
      }
    }
  }

  private static List<Series> named(Plan plan, List<String> codes) {
    List<Series> found = new ArrayList<>();
    for (int i = 0; i < codes.size(); i++) {
      Series one = plan.series(codes.get(i));
      if (one == null) {
        throw new ForecastRefused("series[" + i + "]", "is no series of plan " + plan.code());
      }
      found.add(one);
    }
    return List.copyOf(new LinkedHashSet<>(found));
  }

  private static List<SeriesCourse> routine(Plan plan, Person person, List<Given> history) {
    List<SeriesCourse> courses = new ArrayList<>();
    Set<String> leftOpen = new BabyDoses(plan, person, history).seriesToCome();
    for (Plan.Routine entry : plan.routine()) {
      courses.add(followed(plan, entry, person, history));
      entry.covers().stream()
          .filter(one -> leftOpen.contains(one.code()))
          .forEach(one -> courses.add(new SeriesCourse(plan, one, person, history)));
    }
    return courses;
  }

  /** Of the alternatives the first that is not too late; when all are, the first. */
  static SeriesCourse followed(Plan plan, Plan.Routine entry, Person person, List<Given> history) {
    SeriesCourse first = null;
    for (Series one : entry.series()) {
      SeriesCourse course = new SeriesCourse(plan, one, person, history);
      if (course.canGoOn()) {
        return course;
      }
      first = first == null ? course : first;
    }
    return Objects.requireNonNull(first);
  }

  private static List<GivenVerdict> verdicts(List<GivenDose> given, List<SeriesCourse> courses) {
    List<GivenVerdict> verdicts = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      boolean counts = false;
      Map<String, String> why = new LinkedHashMap<>();
      for (SeriesCourse course : courses) {
        Verdict verdict = course.verdict(i);
        if (verdict != null) {
          counts |= verdict.counts();
          why.put(course.series().code(), verdict.why());
        }
      }
      GivenDose dose = given.get(i);
      verdicts.add(new GivenVerdict(dose.vaccine(), dose.on(), counts, sentence(why)));
    }
    return verdicts;
  }

  private static String sentence(Map<String, String> why) {
    if (why.isEmpty()) {
      return "not a vaccine of the series asked for";
    }
    List<String> parts = new ArrayList<>();
    why.forEach((series, reason) -> parts.add(series + ": " + reason));
    return String.join("; ", parts);
  }
}
