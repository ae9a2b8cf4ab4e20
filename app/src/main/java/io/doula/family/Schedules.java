package io.doula.family;

import io.doula.core.NotFound;
import io.doula.core.Trail;
import io.doula.core.Viewer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The schedules of babies and pregnancies, as their visits have them. */
@Service
public class Schedules {
  private static final String ITEMS =
      """
      select id, code, title, dose, earliest, due, overdue_after, latest, done_on, needs_review,
        cancelled, why, plan, plan_version
      from visit
      where %s = :id
      order by due, id
      """;

  /** As the unique index of visit has it: a baby's visit belongs to no pregnancy. */
  private static final String OF_BABY = "pregnancy_id is null and baby_id";

  private static final String OF_PREGNANCY = "pregnancy_id";

  private final JdbcClient jdbc;
  private final KnownPlans plans;
  private final Trail trail;

  Schedules(JdbcClient jdbc, KnownPlans plans, Trail trail) {
    this.trail = trail;
    this.jdbc = jdbc;
    this.plans = plans;
  }

  /**
   * @throws NotFound when there is no such baby, or not in the viewer's clinics
   */
  @Transactional
  public Schedule ofBaby(long id, Viewer viewer, Instant now) {
    return schedule(Trail.Thing.BABY, id, viewer, now);
  }

  /**
   * The antenatal contacts of a pregnancy and, once it has ended, the mother's postnatal ones.
   *
   * @throws NotFound when there is no such pregnancy, or not in the viewer's clinics
   */
  @Transactional
  public Schedule ofPregnancy(long id, Viewer viewer, Instant now) {
    return schedule(Trail.Thing.PREGNANCY, id, viewer, now);
  }

  private record Place(long mother, String plan, LocalDate today) {}

  private record Row(Schedule.Item item, String plan, String planVersion) {}

  /**
   * @param whose a baby's or a pregnancy's
   */
  private Schedule schedule(Trail.Thing whose, long id, Viewer viewer, Instant now) {
    Place place = place(whose.name().toLowerCase(Locale.ROOT), id, viewer, now);
    trail.viewed(viewer, Trail.About.of(whose, id, place.mother()).fields("schedule"), now);
    List<Row> rows =
        jdbc.sql(ITEMS.formatted(whose == Trail.Thing.BABY ? OF_BABY : OF_PREGNANCY))
            .param("id", id)
            .query((row, number) -> row(row, place.today()))
            .list();
    List<Schedule.Item> items = rows.stream().map(Row::item).toList();
    if (rows.isEmpty()) {
      return new Schedule(place.plan(), plans.versionOf(place.plan()).orElse(""), items);
    }
    Row last = rows.get(rows.size() - 1);
    return new Schedule(last.plan(), last.planVersion(), items);
  }

  private Place place(String table, long id, Viewer viewer, Instant now) {
    return jdbc.sql(
            """
            select m.id, c.plan, coalesce(m.time_zone, c.time_zone) as zone
            from %s t
            join mother m on m.id = t.mother_id
            join clinic c on c.id = m.clinic_id
            where t.id = :id and (:all or m.clinic_id = any(:clinics))
            """
                .formatted(table))
        .param("id", id)
        .param("all", viewer.seesAll())
        .param("clinics", viewer.clinicArray())
        .query(
            (row, number) ->
                new Place(
                    row.getLong("id"),
                    row.getString("plan"),
                    now.atZone(ZoneId.of(row.getString("zone"))).toLocalDate()))
        .optional()
        .orElseThrow(() -> new NotFound(table));
  }

  private static Row row(ResultSet row, LocalDate today) throws SQLException {
    return new Row(item(row, today), row.getString("plan"), row.getString("plan_version"));
  }

  private static Schedule.Item item(ResultSet row, LocalDate today) throws SQLException {
    VisitDates dates =
        new VisitDates(
            row.getObject("due", LocalDate.class),
            date(row, "overdue_after"),
            date(row, "latest"),
            date(row, "done_on"),
            row.getBoolean("needs_review"),
            row.getBoolean("cancelled"));
    return new Schedule.Item(
        Long.toString(row.getLong("id")),
        row.getString("code"),
        row.getString("title"),
        row.getObject("dose", Integer.class),
        date(row, "earliest"),
        dates.due(),
        dates.overdueAfter(),
        dates.latest(),
        dates.statusOn(today),
        dates.doneOn(),
        row.getString("why"));
  }

  private static @Nullable LocalDate date(ResultSet row, String column) throws SQLException {
    return row.getObject(column, LocalDate.class);
  }
}
