package io.doula.report;

import io.doula.core.Ids;
import io.doula.core.Invalid;
import io.doula.core.Viewer;
import io.doula.report.Cohorts.Tally;
import io.doula.schedule.Plan;
import io.doula.schedule.Plans;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Coverage of one dose at each of a viewer's clinics; who is counted is as in {@link Coverage}. */
@Component
public class ClinicsCompared {
  private static final String LIVING =
      """
      from baby b
      join unnest(cast(:births as date[]), cast(:ages as int[])) as d (birth, last_age)
        on d.birth = b.birth_date
      %s
      where b.died_on is null and b.clinic_id = any(:clinics)
      """;

  private static final String COUNTS =
      """
      select b.clinic_id, 0 as place, count(*) as children, 0 as given, 0 as on_time
      %s
      group by b.clinic_id
      union all
      select b.clinic_id, k.place, count(*), count(v.done_on),
        count(*) filter (where v.done_on - b.birth_date <= d.last_age)
      %s
      group by b.clinic_id, k.place
      """
          .formatted(
              LIVING.formatted(""),
              LIVING.formatted(
                  """
                  join visit v on v.baby_id = b.id
                    and v.kind = 'VACCINATION' and not v.cancelled and not v.provisional
                  join unnest(:codes::text[]) with ordinality as k (code, place) on k.code = v.code
                  """));

  private static final Comparator<ClinicCoverage> LOWEST_FIRST =
      Comparator.comparing(
              ClinicCoverage::coverage, Comparator.nullsLast(Comparator.naturalOrder()))
          .thenComparing(ClinicCoverage::clinic);

  private final JdbcClient jdbc;
  private final Plans plans;

  ClinicsCompared(JdbcClient jdbc, Plans plans) {
    this.jdbc = jdbc;
    this.plans = plans;
  }

  /** What is counted at one clinic. */
  private static final class Count {
    private long children;
    private final Map<String, Tally> had = new HashMap<>();
  }

  /**
   * Counts the children of a viewer's clinics.
   *
   * @param code the dose, like {@code DTP-3}
   * @param plan null: the plan that these clinics follow
   * @throws Invalid when the plan has no such dose in its usual course, there is no such plan, or
   *     clinics follow several and none is named
   */
  @Transactional(readOnly = true)
  public ClinicsReport read(Viewer viewer, String code, @Nullable String plan, Instant now) {
    CountedClinics clinics = CountedClinics.of(jdbc, viewer, null, now);
    Plan counted = clinics.plan(plans, plan);
    CountedClinics theirs = clinics.only(one -> one.plan().equals(counted.code()));
    UsualCourse course = UsualCourse.of(jdbc, counted, theirs, now);
    UsualDose dose =
        course
            .line(code)
            .orElseThrow(() -> new Invalid("dose", "is no dose of the plan's usual course"));
    Map<Long, Count> counts = new HashMap<>();
    theirs.byToday().forEach((today, some) -> count(dose, course, today, some, counts));
    return new ClinicsReport(
        counted.code(),
        counted.version(),
        dose.code(),
        dose.title(),
        DoseCoverage.target(dose.code()),
        now,
        theirs.clinics().stream()
            .map(one -> line(one, dose, counts.getOrDefault(one.id(), new Count())))
            .sorted(LOWEST_FIRST)
            .toList(),
        null);
  }

  private static ClinicCoverage line(CountedClinics.One clinic, UsualDose dose, Count count) {
    Tally tally = count.had.getOrDefault(dose.code(), Tally.NONE);
    long eligible = count.children - Cohorts.completeBefore(dose, count.had);
    return new ClinicCoverage(
        Ids.text(clinic.id()),
        clinic.name(),
        eligible,
        tally.given(),
        DoseCoverage.rate(tally.given(), eligible),
        tally.onTime(),
        DoseCoverage.rate(tally.onTime(), tally.given()));
  }

  private void count(
      UsualDose dose,
      UsualCourse course,
      LocalDate today,
      CountedClinics clinics,
      Map<Long, Count> counts) {
    List<String> births = new ArrayList<>();
    List<Integer> ages = new ArrayList<>();
    course
        .births(dose.code(), one -> one.isDueOn(today))
        .forEach(
            (birth, one) -> {
              births.add(birth.toString());
              ages.add(one.lastAge(birth));
            });
    List<String> codes = IntStream.rangeClosed(1, dose.dose()).mapToObj(dose::codeOf).toList();
    jdbc.sql(COUNTS)
        .param("births", births.toArray(String[]::new))
        .param("ages", ages.toArray(Integer[]::new))
        .param("codes", codes.toArray(String[]::new))
        .param("clinics", clinics.idArray())
        .query(
            row -> {
              Count count = counts.computeIfAbsent(row.getLong("clinic_id"), id -> new Count());
              int place = row.getInt("place");
              long children = row.getLong("children");
              if (place == 0) {
                count.children = children;
              } else {
                count.had.put(
                    codes.get(place - 1),
                    new Tally(children, row.getLong("given"), row.getLong("on_time")));
              }
            });
  }
}
