package io.doula.report;

import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.doula.core.Ids;
import io.doula.core.Invalid;
import io.doula.core.NotFound;
import io.doula.core.Viewer;
import io.doula.schedule.Plan;
import io.doula.schedule.Plans;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The clinics that a report counts, by their ids. */
record CountedClinics(List<One> clinics) {

  /**
   * A clinic on a day.
   *
   * @param today its local day
   */
  record One(long id, String name, String plan, LocalDate today) {}

  /**
   * The clinics of a viewer.
   *
   * @param clinic only this one; null: all the viewer works in
   * @throws Invalid when clinic is no id
   * @throws NotFound when the viewer works in no such clinic
   */
  static CountedClinics of(JdbcClient jdbc, Viewer viewer, @Nullable String clinic, Instant now) {
    List<One> found =
        jdbc.sql(
                """
                select id, name, plan, time_zone from clinic
                where (:all or id = any(:clinics))
                  and (cast(:clinic as bigint) is null or id = :clinic)
                order by id
                """)
            .param("all", viewer.seesAll())
            .param("clinics", viewer.clinicArray())
            .param("clinic", clinic == null ? null : Ids.inField(clinic, "clinic"))
            .query(
                (row, n) ->
                    new One(
                        row.getLong("id"),
                        row.getString("name"),
                        row.getString("plan"),
                        now.atZone(ZoneId.of(row.getString("time_zone"))).toLocalDate()))
            .list();
    if (clinic != null && found.isEmpty()) {
      throw new NotFound("clinic");
    }
    return new CountedClinics(found);
  }

  CountedClinics only(Predicate<One> which) {
    return new CountedClinics(clinics.stream().filter(which).toList());
  }

  List<String> plans() {
    return clinics.stream().map(One::plan).distinct().sorted().toList();
  }

  /**
   * The plan that they are counted by.
   *
   * @param asked null: the one that these clinics follow
   * @throws Invalid when there is no such plan, or clinics follow several and none is named
   */
  Plan plan(Plans plans, @Nullable String asked) {
    List<String> followed = plans();
    if (asked == null && followed.size() > 1) {
      throw new Invalid(
          "plan", "must be one of those that the clinics follow: " + String.join(", ", followed));
    }
    if (asked == null && followed.isEmpty()) {
      return plans.all().get(0);
    }
    return plans
        .find(asked == null ? followed.get(0) : asked)
        .orElseThrow(() -> new Invalid("plan", "is an unknown plan"));
  }

  List<String> ids() {
    return clinics.stream().map(one -> Ids.text(one.id())).toList();
  }

  /** Those that have the same day today: at one instant there are up to three days. */
  Map<LocalDate, CountedClinics> byToday() {
    return clinics.stream()
        .collect(
            groupingBy(One::today, TreeMap::new, collectingAndThen(toList(), CountedClinics::new)));
  }

  /** For {@code any(:clinics)}. */
  Long[] idArray() {
    return clinics.stream().map(One::id).toArray(Long[]::new);
  }

  /** The day of the clinic where it is latest; UTC's where there is no clinic. */
  LocalDate latestToday(Instant now) {
    return clinics.stream()
        .map(One::today)
        .max(Comparator.naturalOrder())
        .orElseGet(() -> now.atOffset(ZoneOffset.UTC).toLocalDate());
  }
}
