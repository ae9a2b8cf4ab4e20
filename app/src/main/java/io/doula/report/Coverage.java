package io.doula.report;

import io.doula.core.Invalid;
import io.doula.core.Viewer;
import io.doula.report.Cohorts.Cohort;
import io.doula.report.Cohorts.Tally;
import io.doula.schedule.Plan;
import io.doula.schedule.Plans;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Vaccination coverage, timeliness and drop-out, for each dose of a plan's usual course.
 *
 * <ul>
 *   <li><b>Eligible</b>: the children whose mothers are of the counted clinics, who live, and who
 *       have reached the recommended age for the dose by their clinic's own day. A child whose
 *       course is complete with fewer doses (a rotavirus product of two, a late start) is not
 *       eligible for the rest. Consent to messages, a stop and the mother's death change nothing.
 *   <li><b>Given</b>: those of them who had the dose. Only doses that count, by minimum age and
 *       interval, do: what WHO calls valid coverage. One given after its time is given too.
 *   <li><b>On time</b>: those of the given who had it no earlier than the plan allows (else it
 *       would not count) and no later than the age at which it becomes overdue. That age is that of
 *       a child who had each dose when it fell due: a catch-up is late, however soon it follows the
 *       dose before.
 *   <li><b>Drop-out</b>: of the children who had the first dose of the course and are past the age
 *       at which this one becomes overdue, those who did not get it; so DTP-3's is DTP1 to DTP3,
 *       MCV-2's is MCV1 to MCV2.
 * </ul>
 *
 * <p>Sources: WHO, Digital Adaptation Kit for Immunizations, indicators IMMZ.IND.01 to 34
 * (coverage: the part of a target population that received a dose) and IMMZ.IND.35 to 39 (drop-out:
 * received the first dose, past due for the last and without it); WHO, Vaccination Coverage Cluster
 * Surveys: Reference Manual (2018) for valid doses and for counting only children old enough for
 * the dose. There is no one standard of timeliness (Masters et al., Human Vaccines and
 * Immunotherapeutics 2019, 15(12): 2790); the common form compares the age at vaccination with the
 * schedule's window, and the window here is the plan's own.
 */
@Component
public class Coverage {
  private static final String LIVING =
      """
      from baby b
      %s
      where b.died_on is null and b.clinic_id = any(:clinics)
      """;

  /**
   * Of clinics that have the same day, and of one moment in both halves, so that none is given to
   * who is not there. Whether a dose was on time is looked up in an array: a join with the ages by
   * birthday and dose takes twice as long.
   */
  private static final String COUNTS =
      """
      select b.birth_date, 0 as place, count(*) as children, 0 as given, 0 as on_time
      %s
      group by b.birth_date
      union all
      select b.birth_date, k.place, count(*), count(v.done_on),
        count(*) filter (
          where v.done_on - b.birth_date
            <= (cast(:ages as int[]))[(b.birth_date - cast(:first as date)) * :width + k.place])
      %s
      group by b.birth_date, k.place
      """
          .formatted(
              LIVING.formatted(""),
              LIVING.formatted(
                  """
                  join visit v on v.baby_id = b.id
                    and v.kind = 'VACCINATION' and not v.cancelled and not v.provisional
                  join unnest(:codes::text[]) with ordinality as k (code, place) on k.code = v.code
                  """));

  private final JdbcClient jdbc;
  private final Plans plans;

  Coverage(JdbcClient jdbc, Plans plans) {
    this.jdbc = jdbc;
    this.plans = plans;
  }

  /**
   * Counts the children of a viewer's clinics.
   *
   * @param clinic only this clinic's; null: all the viewer works in
   * @param plan null: the plan that these clinics follow
   * @throws Invalid when clinic is no id, there is no such plan, or clinics follow several and none
   *     is named
   * @throws io.doula.core.NotFound when the viewer works in no such clinic
   */
  @Transactional(readOnly = true)
  public CoverageReport read(
      Viewer viewer, @Nullable String clinic, @Nullable String plan, Instant now) {
    CountedClinics clinics = CountedClinics.of(jdbc, viewer, clinic, now);
    Plan counted = clinics.plan(plans, plan);
    CountedClinics theirs = clinics.only(one -> one.plan().equals(counted.code()));
    UsualCourse course = UsualCourse.of(jdbc, counted, theirs, now);
    return new CoverageReport(
        counted.code(),
        counted.version(),
        now,
        theirs.ids(),
        cohorts(theirs, course).count(course),
        null);
  }

  private Cohorts cohorts(CountedClinics clinics, UsualCourse course) {
    Cohorts cohorts = new Cohorts();
    Integer[] ages = course.lastAges();
    clinics.byToday().forEach((today, theirs) -> count(today, theirs, course, ages, cohorts));
    return cohorts;
  }

  private void count(
      LocalDate today,
      CountedClinics clinics,
      UsualCourse course,
      Integer[] ages,
      Cohorts cohorts) {
    List<String> codes = course.codes();
    jdbc.sql(COUNTS)
        .param("clinics", clinics.idArray())
        .param("ages", ages)
        .param("first", course.firstBirth())
        .param("width", codes.size())
        .param("codes", codes.toArray(String[]::new))
        .query(
            row -> {
              Cohort cohort = new Cohort(today, row.getObject("birth_date", LocalDate.class));
              int place = row.getInt("place");
              long children = row.getLong("children");
              if (place == 0) {
                cohorts.live(cohort, children);
              } else {
                cohorts.had(
                    cohort,
                    codes.get(place - 1),
                    new Tally(children, row.getLong("given"), row.getLong("on_time")));
              }
            });
  }
}
