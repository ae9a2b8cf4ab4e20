package io.doula.desk.work;

import io.doula.core.Times;
import io.doula.core.Viewer;
import io.doula.reminder.State;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What today brings in the viewer's clinics; each clinic's today is its own zone's. */
@Repository
class Today {
  /** How far back failed reminders are spoken of. */
  static final Duration LATELY = Duration.ofDays(3);

  private static final String CLINICS =
      """
      with c as (
        select id, name, (cast(:now as timestamptz) at time zone time_zone)::date as today
        from clinic
        where :all or id = any(:clinics)
      )
      """;

  private final JdbcClient jdbc;

  Today(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * The day that it is in each zone. As an object that SQL looks into: joined as a table it would
   * keep the planner from taking the first of an index.
   */
  record Days(Map<String, LocalDate> byZone) {
    /** To be passed as {@code Types.OTHER}: a text would be read anew for every row. */
    String json() {
      return byZone.entrySet().stream()
          .map(day -> "\"%s\":\"%s\"".formatted(day.getKey(), day.getValue()))
          .collect(Collectors.joining(",", "{", "}"));
    }
  }

  /**
   * The viewer's clinics as a page's title names them.
   *
   * @param dates that it is now in them: one, or two when their zones differ
   * @param names of the first few
   */
  record Places(List<LocalDate> dates, List<String> names, int count) {}

  /** Reminders that went wrong, counted up to {@link Waiting#MOST_COUNTED} and one more. */
  record Wrong(int unclear, int failed) {}

  Places places(Viewer viewer, Instant now) {
    return new Places(
        asked(CLINICS + "select distinct today from c order by today", viewer, now)
            .query(LocalDate.class)
            .list(),
        asked(CLINICS + "select name from c order by name limit 3", viewer, now)
            .query(String.class)
            .list(),
        asked(CLINICS + "select count(*) from c", viewer, now).query(Integer.class).single());
  }

  /** How many of today's reminders are in which state; those that have none are not there. */
  Map<State, Integer> remindersByState(Viewer viewer, Instant now) {
    Map<State, Integer> states = new EnumMap<>(State.class);
    asked(
            CLINICS
                + """
                select r.state, count(*) as reminders
                from reminder r
                join mother m on m.id = r.mother_id
                join c on c.id = m.clinic_id
                where r.day = c.today
                  and r.due_at between cast(:now as timestamptz) - interval '2 days'
                                   and cast(:now as timestamptz) + interval '2 days'
                group by r.state
                """,
            viewer,
            now)
        .query(
            row -> {
              states.put(State.valueOf(row.getString("state")), row.getInt("reminders"));
            });
    return states;
  }

  /** What somebody should look at: unclear ones until they are clear, failed ones of late. */
  Wrong wrong(Viewer viewer, Instant now) {
    return asked(
            """
            select
              (select count(*) from (
                select from reminder r join mother m on m.id = r.mother_id
                where r.state = 'UNKNOWN' and r.claim_at = 'infinity'
                  and (:all or m.clinic_id = any(:clinics))
                limit :most) u) as unclear,
              (select count(*) from (
                select from reminder r join mother m on m.id = r.mother_id
                where r.state = 'FAILED' and r.ended_at > :lately and r.ended_at <= :now
                  and (:all or m.clinic_id = any(:clinics))
                limit :most) f) as failed
            """,
            viewer,
            now)
        .param("lately", Times.utc(now.minus(LATELY)))
        .param("most", Waiting.MOST_COUNTED + 1)
        .query((row, n) -> new Wrong(row.getInt("unclear"), row.getInt("failed")))
        .single();
  }

  private JdbcClient.StatementSpec asked(String sql, Viewer viewer, Instant now) {
    return jdbc.sql(sql)
        .param("now", Times.utc(now))
        .param("all", viewer.seesAll())
        .param("clinics", viewer.clinicArray());
  }
}
