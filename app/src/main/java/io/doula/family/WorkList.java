package io.doula.family;

import io.doula.core.Ids;
import io.doula.core.Page;
import io.doula.core.Paging;
import io.doula.core.TimeZones;
import io.doula.core.Trail;
import io.doula.core.Viewer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** The visits that staff follow up: what is due, what is late, what a person must look at. */
@Service
public class WorkList {
  private static final List<VisitStatus> TO_DO =
      List.of(VisitStatus.DUE, VisitStatus.OVERDUE, VisitStatus.NEEDS_REVIEW);

  /** A cursor holds the day and the id of the last visit, because the list is ordered by both. */
  private static final int ID_BITS = 42;

  private static final String LIST =
      """
      select * from (
        select v.id, v.code, v.title, v.due, v.overdue_after, v.latest, v.why, %s as status,
          m.id as mother_id, m.clinic_id, c.name as clinic,
          m.full_name as mother_name,
          case when m.died_on is null then m.phone
            else coalesce(m.caregiver_phone, m.phone) end as phone,
          v.baby_id, b.name as baby_name
        from visit v
        join mother m on m.id = v.mother_id
        join clinic c on c.id = m.clinic_id
        join unnest(:zones, cast(:days as date[])) as z (zone, today) on z.zone = coalesce(m.time_zone, c.time_zone)
        left join baby b on b.id = v.baby_id
        where (:all or m.clinic_id = any(:clinics))
          and (cast(:clinic as bigint) is null or m.clinic_id = :clinic)
          and not v.provisional
          and (v.due, v.id) > (:afterDay, :afterId)
          %s
      ) as shown
      where status = any(:statuses)
      order by due, id limit :limit
      """
          .formatted(VisitStatus.SQL, "%s");

  private final JdbcClient jdbc;
  private final Clinics clinics;
  private final Trail trail;

  WorkList(JdbcClient jdbc, Clinics clinics, Trail trail) {
    this.trail = trail;
    this.jdbc = jdbc;
    this.clinics = clinics;
  }

  /**
   * A page of the list, by the day the visits fell due.
   *
   * @param clinic only this clinic's; null: all the viewer works in
   * @param status only visits that stand like this today; null: DUE, OVERDUE and NEEDS_REVIEW
   * @throws io.doula.core.Invalid when clinic or status is none
   * @throws io.doula.core.NotFound when the viewer doesn't work in the clinic
   */
  public Page<WorkItem> list(
      Viewer viewer, @Nullable String clinic, @Nullable String status, Paging paging, Instant now) {
    Long clinicId = clinic == null ? null : Ids.inField(clinic, "clinic");
    if (clinicId != null) {
      clinics.one(clinicId, viewer);
    }
    List<VisitStatus> wanted = status == null ? TO_DO : List.of(VisitStatus.read(status));
    Page<WorkItem> page =
        Page.of(read(viewer, clinicId, wanted, paging, now), paging, WorkList::key);
    trail.viewed(viewer, Trail.About.list(Trail.Thing.VISIT, mothers(page)), now);
    return page;
  }

  private static List<Long> mothers(Page<WorkItem> page) {
    return page.items().stream().map(item -> Long.valueOf(item.motherId())).toList();
  }

  private List<WorkItem> read(
      Viewer viewer,
      @Nullable Long clinic,
      Collection<VisitStatus> wanted,
      Paging paging,
      Instant now) {
    Map<String, LocalDate> days = new TreeMap<>(TimeZones.datesAt(now));
    return jdbc.sql(LIST.formatted(open(wanted)))
        .param("zones", days.keySet().toArray(String[]::new))
        .param("days", days.values().stream().map(LocalDate::toString).toArray(String[]::new))
        .param("latestDay", days.values().stream().max(Comparator.naturalOrder()).orElseThrow())
        .param("all", viewer.seesAll())
        .param("clinics", viewer.clinicArray())
        .param("clinic", clinic)
        .param("statuses", wanted.stream().map(Enum::name).toArray(String[]::new))
        .param("afterDay", LocalDate.ofEpochDay(paging.after() >> ID_BITS))
        .param("afterId", paging.after() & ((1L << ID_BITS) - 1))
        .param("limit", paging.limit() + 1)
        .query(WorkList::item)
        .list();
  }

  /** What an index can answer before the status of each visit is worked out. */
  private static String open(Collection<VisitStatus> wanted) {
    if (wanted.equals(List.of(VisitStatus.OVERDUE))) {
      return "and v.overdue_after < :latestDay and v.done_on is null and not v.cancelled";
    }
    return wanted.equals(TO_DO) ? "and v.done_on is null and not v.cancelled" : "";
  }

  private static long key(WorkItem item) {
    return (item.due().toEpochDay() << ID_BITS) | Long.parseLong(item.id());
  }

  private static WorkItem item(ResultSet row, int number) throws SQLException {
    long baby = row.getLong("baby_id");
    return new WorkItem(
        Long.toString(row.getLong("id")),
        Long.toString(row.getLong("clinic_id")),
        row.getString("clinic"),
        Long.toString(row.getLong("mother_id")),
        row.getString("mother_name"),
        row.getString("phone"),
        baby == 0 ? null : Long.toString(baby),
        row.getString("baby_name"),
        row.getString("code"),
        row.getString("title"),
        row.getObject("due", LocalDate.class),
        row.getObject("overdue_after", LocalDate.class),
        row.getObject("latest", LocalDate.class),
        VisitStatus.valueOf(row.getString("status")),
        row.getString("why"));
  }
}
