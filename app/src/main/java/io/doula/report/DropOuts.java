package io.doula.report;

import io.doula.core.Viewer;
import io.doula.schedule.Plan;
import io.doula.schedule.Plans;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Drop-out from the first DTP to the third, from BCG to the first measles dose, and from that to
 * the second: of the children who had the one and are past the age at which the other becomes
 * overdue, those who did not get it (WHO, Digital Adaptation Kit for Immunizations, IMMZ.IND.35 to
 * 39). Within one course the numbers are those of {@link Coverage}.
 */
@Component
public class DropOuts {
  private record Pair(String from, String to) {}

  private static final List<Pair> PAIRS =
      List.of(new Pair("DTP-1", "DTP-3"), new Pair("BCG-1", "MCV-1"), new Pair("MCV-1", "MCV-2"));

  /** One way through the doses; which of the two each child had is put together on the way. */
  private static final String BOTH =
      """
      select count(*) filter (where began) as started, count(*) filter (where began and went_on) as reached
      from (
        select bool_or(v.code = :from) as began, bool_or(v.code = :to) as went_on
        from baby b
        join unnest(cast(:births as date[])) as d (birth) on d.birth = b.birth_date
        join visit v on v.baby_id = b.id and v.code in (:from, :to) and v.done_on is not null
          and v.kind = 'VACCINATION' and not v.cancelled and not v.provisional
        where b.died_on is null and b.clinic_id = any(:clinics)
        group by b.id) as children
      """;

  private final JdbcClient jdbc;
  private final Plans plans;
  private final Coverage coverage;

  DropOuts(JdbcClient jdbc, Plans plans, Coverage coverage) {
    this.jdbc = jdbc;
    this.plans = plans;
    this.coverage = coverage;
  }

  /**
   * Counts the children of a viewer's clinics; the parameters and refusals are those of {@link
   * Coverage#read}.
   */
  @Transactional(readOnly = true)
  public DropOutReport read(
      Viewer viewer, @Nullable String clinic, @Nullable String plan, Instant now) {
    return beside(coverage.read(viewer, clinic, plan, now), viewer, clinic);
  }

  /** The same where the coverage of these children was counted already. */
  @Transactional(readOnly = true)
  public DropOutReport beside(CoverageReport counted, Viewer viewer, @Nullable String clinic) {
    CountedClinics clinics =
        CountedClinics.of(jdbc, viewer, clinic, counted.asOf())
            .only(one -> one.plan().equals(counted.plan()));
    Plan plan = clinics.plan(plans, counted.plan());
    UsualCourse course = UsualCourse.of(jdbc, plan, clinics, counted.asOf());
    return new DropOutReport(
        counted.plan(),
        counted.planVersion(),
        counted.asOf(),
        counted.clinics(),
        PAIRS.stream().flatMap(pair -> dropOut(pair, counted, clinics, course)).toList(),
        null);
  }

  private Stream<DropOut> dropOut(
      Pair pair, CoverageReport counted, CountedClinics clinics, UsualCourse course) {
    Optional<DoseCoverage> first = item(counted, pair.from());
    Optional<DoseCoverage> last = item(counted, pair.to());
    if (first.isEmpty() || last.isEmpty()) {
      return Stream.empty();
    }
    DoseCoverage to = last.get();
    if (pair.from().equals(to.dropOutFrom()) && to.started() != null && to.droppedOut() != null) {
      return Stream.of(dropOut(first.get(), to, to.started(), to.droppedOut()));
    }
    long started = 0;
    long reached = 0;
    for (Map.Entry<LocalDate, CountedClinics> day : clinics.byToday().entrySet()) {
      Collection<LocalDate> past =
          course.births(pair.to(), dose -> dose.isPastOn(day.getKey())).keySet();
      long[] both = both(pair, day.getValue(), past);
      started += both[0];
      reached += both[1];
    }
    return Stream.of(dropOut(first.get(), to, started, started - reached));
  }

  private static Optional<DoseCoverage> item(CoverageReport report, String code) {
    return report.items().stream().filter(item -> item.code().equals(code)).findFirst();
  }

  private static DropOut dropOut(DoseCoverage from, DoseCoverage to, long started, long out) {
    return new DropOut(
        from.code(),
        from.title(),
        to.code(),
        to.title(),
        started,
        out,
        DoseCoverage.rate(out, started));
  }

  private long[] both(Pair pair, CountedClinics clinics, Collection<LocalDate> births) {
    return jdbc.sql(BOTH)
        .param("from", pair.from())
        .param("to", pair.to())
        .param("clinics", clinics.idArray())
        .param("births", births.stream().map(LocalDate::toString).toArray(String[]::new))
        .query((row, n) -> new long[] {row.getLong("started"), row.getLong("reached")})
        .single();
  }
}
