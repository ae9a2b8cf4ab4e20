package io.doula.family;

import io.doula.core.Ids;
import io.doula.core.Times;
import io.doula.core.Trail;
import io.doula.core.Viewer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What the clinics recorded today, for whoever works through a queue. */
@Service
public class Mornings {
  /**
   * Somebody for whom something was recorded today.
   *
   * @param name the baby's; null for one without, and for the mother herself
   * @param babyId null for the mother herself
   */
  public record Recorded(
      String motherId,
      String motherName,
      @Nullable String babyId,
      @Nullable String name,
      int doses,
      int contacts) {}

  private final JdbcClient jdbc;
  private final Trail trail;

  Mornings(JdbcClient jdbc, Trail trail) {
    this.jdbc = jdbc;
    this.trail = trail;
  }

  /** Those of today in the viewer's clinics, the last recorded first; at most a hundred. */
  @Transactional
  public List<Recorded> today(Viewer viewer, Instant now) {
    List<Recorded> recorded =
        jdbc.sql(
                """
            select m.id, m.full_name, b.id as baby_id, b.name,
              count(*) filter (where r.is_dose) as doses,
              count(*) filter (where not r.is_dose) as contacts
            from (
              select baby_id, cast(null as bigint) as pregnancy_id, recorded_at, true as is_dose
              from dose
              where recorded_at > cast(:now as timestamptz) - interval '1 day'
              union all
              select baby_id, pregnancy_id, recorded_at, false
              from contact
              where recorded_at > cast(:now as timestamptz) - interval '1 day'
            ) as r
            left join baby b on b.id = r.baby_id
            left join pregnancy p on p.id = r.pregnancy_id
            join mother m on m.id = coalesce(b.mother_id, p.mother_id)
            join clinic c on c.id = m.clinic_id
            where (:all or m.clinic_id = any(:clinics))
              and (r.recorded_at at time zone c.time_zone)::date
                = (cast(:now as timestamptz) at time zone c.time_zone)::date
            group by m.id, m.full_name, b.id, b.name
            order by max(r.recorded_at) desc, m.id, b.id
            limit 100
            """)
            .param("now", Times.utc(now))
            .param("all", viewer.seesAll())
            .param("clinics", viewer.clinicArray())
            .query(
                (row, number) ->
                    new Recorded(
                        Ids.text(row.getLong("id")),
                        row.getString("full_name"),
                        row.getString("baby_id"),
                        row.getString("name"),
                        row.getInt("doses"),
                        row.getInt("contacts")))
            .list();
    trail.viewed(
        viewer,
        Trail.About.list(
            Trail.Thing.MOTHER,
            recorded.stream().map(one -> Long.valueOf(one.motherId())).toList()),
        now);
    return recorded;
  }
}
