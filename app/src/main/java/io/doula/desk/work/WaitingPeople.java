package io.doula.desk.work;

import io.doula.core.TimeZones;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What a list says of each mother on it; who may see her was asked when the list was made. */
@Repository
class WaitingPeople {
  private static final String VISITS =
      """
      select m.id as mother_id, m.full_name,
        case when m.died_on is null then m.phone else coalesce(m.caregiver_phone, m.phone) end
          as phone,
        case when m.died_on is not null and m.caregiver_phone is null then 'death'
             when not m.consent then 'consent'
             when m.opted_out_at is not null then 'stop' end as silent,
        c.id as clinic_id, c.name as clinic, coalesce(m.language, c.language) as language,
        v.id, v.baby_id, b.name as baby_name, v.title, v.due,
        greatest(z.today - v.overdue_after, 0) as days
      from visit v
      join mother m on m.id = v.mother_id
      join clinic c on c.id = m.clinic_id
      cross join lateral (
        select (cast(:days as jsonb) ->> coalesce(m.time_zone, c.time_zone))::date as today) z
      left join baby b on b.id = v.baby_id
      where v.mother_id = any(:mothers)
        and v.done_on is null and not v.cancelled and not v.provisional and not v.needs_review
        and v.due <= z.today and z.today <= coalesce(v.latest, 'infinity')
        and (coalesce(v.overdue_after, 'infinity') < z.today) = :overdue
      order by v.overdue_after, v.id
      """;

  /** What waits or was called off tells her nothing. */
  private static final String TOLD =
      """
      select distinct on (r.mother_id) r.mother_id, r.id, r.state, r.channel, r.day,
        count(*) filter (where r.state in ('ACCEPTED', 'SENT', 'DELIVERED', 'READ'))
          over (partition by r.mother_id) as told
      from reminder r
      where r.mother_id = any(:mothers)
        and r.state not in ('PLANNED', 'QUEUED', 'RETRY', 'SENDING', 'CANCELLED')
        and exists (
          select from reminder_visit rv where rv.reminder_id = r.id and rv.visit_id = any(:visits))
      order by r.mother_id, r.due_at desc, r.id desc
      """;

  private final JdbcClient jdbc;

  WaitingPeople(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** These mothers, in their order, with what is open for each. */
  List<WaitingMother> of(List<Long> mothers, Waiting.Turn turn, Instant now) {
    if (mothers.isEmpty()) {
      return List.of();
    }
    Today.Days days = new Today.Days(TimeZones.datesAt(now));
    Map<Long, List<Row>> rows = new LinkedHashMap<>();
    mothers.forEach(id -> rows.put(id, new ArrayList<>()));
    List<Long> visits =
        jdbc.sql(VISITS)
            .param("days", days.json(), Types.OTHER)
            .param("mothers", mothers.toArray(Long[]::new))
            .param("overdue", turn == Waiting.Turn.OVERDUE)
            .query(
                (row, n) -> {
                  Row read = Row.read(row);
                  rows.getOrDefault(read.mother.id(), new ArrayList<>()).add(read);
                  return row.getLong("id");
                })
            .list();
    Map<Long, WaitingMother.Told> told = told(mothers, visits);
    return rows.entrySet().stream()
        .filter(entry -> !entry.getValue().isEmpty())
        .map(entry -> whole(entry.getValue(), told.get(entry.getKey())))
        .toList();
  }

  private Map<Long, WaitingMother.Told> told(List<Long> mothers, List<Long> visits) {
    Map<Long, WaitingMother.Told> told = new HashMap<>();
    jdbc.sql(TOLD)
        .param("mothers", mothers.toArray(Long[]::new))
        .param("visits", visits.toArray(Long[]::new))
        .query(
            row -> {
              told.put(
                  row.getLong("mother_id"),
                  new WaitingMother.Told(
                      row.getLong("id"),
                      row.getString("state"),
                      row.getString("channel"),
                      row.getObject("day", LocalDate.class),
                      row.getInt("told")));
            });
    return told;
  }

  private static WaitingMother whole(List<Row> rows, WaitingMother.@Nullable Told told) {
    WaitingMother first = rows.get(0).mother;
    return new WaitingMother(
        first.id(),
        first.name(),
        first.phone(),
        first.clinicId(),
        first.clinic(),
        first.language(),
        first.silent(),
        rows.stream().map(row -> row.visit).toList(),
        rows.stream().mapToInt(row -> row.days).max().orElse(0),
        told);
  }

  private record Row(WaitingMother mother, WaitingMother.Open visit, int days) {
    static Row read(ResultSet row) throws SQLException {
      return new Row(
          new WaitingMother(
              row.getLong("mother_id"),
              row.getString("full_name"),
              row.getString("phone"),
              row.getLong("clinic_id"),
              row.getString("clinic"),
              row.getString("language"),
              row.getString("silent"),
              List.of(),
              0,
              null),
          new WaitingMother.Open(
              row.getObject("baby_id", Long.class),
              row.getString("baby_name"),
              row.getString("title"),
              row.getObject("due", LocalDate.class)),
          row.getInt("days"));
    }
  }
}
