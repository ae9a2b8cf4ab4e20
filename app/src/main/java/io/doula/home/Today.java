package io.doula.home;

import io.doula.core.Trail;
import io.doula.core.Viewer;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What today brings in the viewer's clinics; each clinic's today is its own zone's. */
@Repository
class Today {
  /** The longest list a page shows; beyond it the page says how many more there are. */
  static final int LONGEST = 100;

  private static final String CLINICS =
      """
      with c as (
        select id, name, (cast(:now as timestamptz) at time zone time_zone)::date as today
        from clinic
        where :all or id = any(:clinics)
      )
      """;
  private static final String OPEN =
      """
      v.done_on is null and not v.cancelled and not v.provisional and not v.needs_review
      and v.due <= c.today and c.today <= coalesce(v.latest, 'infinity')
      """;

  private final JdbcClient jdbc;
  private final Trail trail;

  Today(JdbcClient jdbc, Trail trail) {
    this.trail = trail;
    this.jdbc = jdbc;
  }

  /**
   * A mother who, or whose baby, is due for something.
   *
   * @param since the earliest day on which any of it was due
   * @param what the visits' titles, a baby's with its name
   * @param days how many days it has been overdue, 0 when it is not
   */
  record Due(String mother, String phone, String clinic, LocalDate since, String what, int days) {}

  /** The first of a list, and how many there are in all. */
  record Listed(List<Due> rows, int total) {}

  /** The dates that it is now in the viewer's clinics: one, or two when their zones differ. */
  List<LocalDate> dates(Viewer viewer, Instant now) {
    return asked(CLINICS + "select distinct today from c order by today", viewer, now)
        .query(LocalDate.class)
        .list();
  }

  /** Clinics the viewer works in. */
  List<String> clinics(Viewer viewer, Instant now) {
    return asked(CLINICS + "select name from c order by name", viewer, now)
        .query(String.class)
        .list();
  }

  /** How many of today's reminders are in which state. */
  Map<String, Integer> remindersByState(Viewer viewer, Instant now) {
    Map<String, Integer> states = new TreeMap<>();
    asked(
            CLINICS
                + """
                select r.state, count(*) as reminders
                from reminder r
                join mother m on m.id = r.mother_id
                join c on c.id = m.clinic_id
                where r.day = c.today
                  and r.due_at between cast(:now as timestamptz) - interval '3 days'
                                   and cast(:now as timestamptz) + interval '3 days'
                group by r.state
                """,
            viewer,
            now)
        .query(
            row -> {
              states.put(row.getString("state"), row.getInt("reminders"));
            });
    return states;
  }

  /** Mothers with something due and not yet overdue, first who has waited longest. */
  Listed due(Viewer viewer, Instant now) {
    return listed("c.today <= coalesce(v.overdue_after, 'infinity')", viewer, now);
  }

  /** Mothers with something overdue, first who has waited longest. */
  Listed overdue(Viewer viewer, Instant now) {
    return listed("v.overdue_after < c.today", viewer, now);
  }

  private Listed listed(String condition, Viewer viewer, Instant now) {
    int[] total = {0};
    List<Long> mothers = new ArrayList<>();
    List<Due> rows =
        asked(
                CLINICS
                    + """
                    , per_baby as (
                      select m.id as mother_id, c.name as clinic, min(v.due) as since,
                             max(c.today - v.overdue_after) as days,
                             coalesce(b.name || ': ', '')
                               || string_agg(v.title, ', ' order by v.due, v.id) as what
                      from visit v
                      join mother m on m.id = v.mother_id
                      join c on c.id = m.clinic_id
                      left join baby b on b.id = v.baby_id
                      where\s"""
                    + OPEN
                    + " and "
                    + condition
                    + """
                       group by m.id, c.name, b.id
                    )
                    select m.id, m.full_name, m.phone, p.clinic, min(p.since) as since,
                           string_agg(p.what, '; ' order by p.since, p.what) as what,
                           greatest(max(p.days), 0) as days,
                           count(*) over () as total
                    from per_baby p
                    join mother m on m.id = p.mother_id
                    group by m.id, p.clinic
                    order by since, m.id
                    limit :longest
                    """,
                viewer,
                now)
            .param("longest", LONGEST)
            .query(
                (row, n) -> {
                  total[0] = row.getInt("total");
                  mothers.add(row.getLong("id"));
                  return new Due(
                      row.getString("full_name"),
                      row.getString("phone"),
                      row.getString("clinic"),
                      row.getObject("since", LocalDate.class),
                      row.getString("what"),
                      row.getInt("days"));
                })
            .list();
    trail.viewed(viewer, Trail.About.list(Trail.Thing.VISIT, mothers), now);
    return new Listed(rows, total[0]);
  }

  private JdbcClient.StatementSpec asked(String sql, Viewer viewer, Instant now) {
    return jdbc.sql(sql)
        .param("now", Timestamp.from(now))
        .param("all", viewer.seesAll())
        .param("clinics", viewer.clinicArray());
  }
}
