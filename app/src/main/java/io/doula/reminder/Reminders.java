package io.doula.reminder;

import io.doula.core.Conflict;
import io.doula.core.NotFound;
import io.doula.core.Page;
import io.doula.core.Paging;
import io.doula.core.Times;
import io.doula.core.Trail;
import io.doula.core.Trail.About;
import io.doula.core.Trail.Thing;
import io.doula.core.Viewer;
import io.doula.message.MessageKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The reminders, as staff see them and decide about them. */
@Component
public class Reminders {
  private final JdbcClient jdbc;
  private final Reach reach;
  private final Trail trail;

  Reminders(JdbcClient jdbc, Reach reach, Trail trail) {
    this.trail = trail;
    this.jdbc = jdbc;
    this.reach = reach;
  }

  /**
   * One message, planned or past.
   *
   * @param babyIds the babies it speaks of, in the order of their ids
   * @param why how it came to its state, in words
   */
  public record Reminder(
      long id,
      long motherId,
      List<Long> babyIds,
      List<Long> visitIds,
      MessageKind kind,
      Instant dueAt,
      State state,
      @Nullable String channel,
      List<Attempt> attempts,
      String why) {}

  /**
   * One try on one channel.
   *
   * @param outcome null while it is open
   */
  public record Attempt(
      String channel, Instant openedAt, @Nullable String outcome, @Nullable String providerId) {}

  /**
   * Which reminders are wanted; null or empty means any. Days are local and instants those of
   * {@code dueAt}; both ends are included.
   */
  public record Wanted(
      Set<State> states,
      @Nullable Long clinicId,
      @Nullable Long motherId,
      @Nullable LocalDate fromDay,
      @Nullable LocalDate toDay,
      @Nullable Instant from,
      @Nullable Instant to) {}

  /**
   * A page of reminders of the viewer's clinics, in the order in which they were made.
   *
   * @throws NotFound when the clinic or the mother that is wanted is another clinic's
   */
  public Page<Reminder> list(Wanted wanted, Paging paging, Viewer viewer, Instant now) {
    reach.check(wanted.clinicId(), wanted.motherId(), viewer);
    List<Row> rows =
        jdbc.sql(
                """
                select r.id, r.mother_id, r.kind, r.due_at, r.state, nullif(r.channel, '') as channel, r.why
                from reminder r
                join mother m on m.id = r.mother_id
                where r.id > :after
                  and (:all or m.clinic_id = any(:clinics))
                  and STATES
                  and (cast(:clinic as bigint) is null or m.clinic_id = :clinic)
                  and (cast(:mother as bigint) is null or r.mother_id = :mother)
                  and (cast(:fromDay as date) is null or r.day >= :fromDay)
                  and (cast(:toDay as date) is null or r.day <= :toDay)
                  and (cast(:from as timestamptz) is null or r.due_at >= :from)
                  and (cast(:to as timestamptz) is null or r.due_at <= :to)
                order by r.id
                limit :limit
                """
                    .replace("STATES", State.asked(wanted.states())))
            .param("after", paging.after())
            .param("all", viewer.seesAll())
            .param("clinics", viewer.clinicArray())
            .param("clinic", wanted.clinicId())
            .param("mother", wanted.motherId())
            .param("fromDay", wanted.fromDay())
            .param("toDay", wanted.toDay())
            .param("from", wanted.from() == null ? null : Times.utc(wanted.from()))
            .param("to", wanted.to() == null ? null : Times.utc(wanted.to()))
            .param("limit", paging.limit() + 1)
            .query(Row::read)
            .list();
    Page<Reminder> page = Page.of(whole(rows), paging, Reminder::id);
    List<Long> mothers = page.items().stream().map(Reminder::motherId).toList();
    trail.viewed(viewer, About.list(Thing.REMINDER, mothers), now);
    return page;
  }

  /**
   * @throws NotFound when there is none, or it is another clinic's
   */
  @Transactional
  public Reminder get(long id, Viewer viewer, Instant now) {
    Reminder found = find(id, viewer);
    trail.viewed(viewer, About.of(Thing.REMINDER, id, found.motherId()), now);
    return found;
  }

  private Reminder find(long id, Viewer viewer) {
    List<Row> rows =
        jdbc.sql(
                """
                select r.id, r.mother_id, r.kind, r.due_at, r.state, nullif(r.channel, '') as channel, r.why
                from reminder r
                join mother m on m.id = r.mother_id
                where r.id = :id and (:all or m.clinic_id = any(:clinics))
                """)
            .param("id", id)
            .param("all", viewer.seesAll())
            .param("clinics", viewer.clinicArray())
            .query(Row::read)
            .list();
    return whole(rows).stream().findFirst().orElseThrow(() -> new NotFound("reminder"));
  }

  /**
   * A person says no to a reminder that waits: it is never sent and planning never brings it back.
   *
   * @throws Conflict when it no longer waits
   */
  @Transactional
  public Reminder cancel(long id, Viewer viewer, Instant now) {
    find(id, viewer);
    int changed =
        jdbc.sql(
                """
                update reminder
                set state = 'CANCELLED', why = 'cancelled by staff', cancelled_by = :by, ended_at = :now
                where id = :id and state in ('PLANNED', 'QUEUED', 'RETRY')
                """)
            .param("by", viewer.accountId())
            .param("now", Times.utc(now))
            .param("id", id)
            .update();
    return changedOr(changed, id, viewer, now, "only a reminder that waits can be cancelled");
  }

  /**
   * Puts a reminder that failed, or that a person cancelled, back in line; the last question is
   * asked again.
   *
   * @throws Conflict when it is in another state, or its time has passed
   */
  @Transactional
  public Reminder retry(long id, Viewer viewer, Instant now) {
    find(id, viewer);
    int changed =
        jdbc.sql(
                """
                update reminder
                set state = case when attempts = 0 then 'PLANNED' else 'RETRY' end,
                    why = 'put back in line by staff', cancelled_by = null, retried_at = :now,
                    passed = '{}', refusals = 0, unclear = 0,
                    claim_at = greatest(due_at, :now), ended_at = null
                where id = :id and expires_at > :now
                  and (state in ('FAILED', 'UNKNOWN') or (state = 'CANCELLED' and cancelled_by is not null))
                """)
            .param("now", Times.utc(now))
            .param("id", id)
            .update();
    return changedOr(
        changed,
        id,
        viewer,
        now,
        "only a reminder that failed, is unknown or was cancelled by staff, and has not expired, can be retried");
  }

  /**
   * A person says what became of an unknown one.
   *
   * @param delivered whether she got it
   * @throws Conflict when it is not unknown
   */
  @Transactional
  public Reminder resolve(long id, boolean delivered, Viewer viewer, Instant now) {
    find(id, viewer);
    int changed =
        jdbc.sql(
                """
                update reminder set state = :state, why = :why, ended_at = :now
                where id = :id and state = 'UNKNOWN'
                """)
            .param("state", delivered ? "DELIVERED" : "FAILED")
            .param("why", delivered ? "staff: she got it" : "staff: she did not get it")
            .param("now", Times.utc(now))
            .param("id", id)
            .update();
    return changedOr(
        changed, id, viewer, now, "only a reminder whose outcome is unknown can be resolved");
  }

  private Reminder changedOr(int changed, long id, Viewer viewer, Instant now, String refusal) {
    if (changed == 0) {
      throw new Conflict(refusal + "; this one is " + Courses.standing(jdbc, id));
    }
    Reminder found = find(id, viewer);
    trail.changed(viewer, About.of(Thing.REMINDER, id, found.motherId()).fields("state"), now);
    return found;
  }

  private List<Reminder> whole(List<Row> rows) {
    if (rows.isEmpty()) {
      return List.of();
    }
    List<Long> ids = rows.stream().map(Row::id).toList();
    Map<Long, List<SpokenVisit>> visits = SpokenVisit.of(jdbc, ids);
    Map<Long, List<AttemptRow>> attempts = AttemptRow.of(jdbc, ids);
    return rows.stream()
        .map(
            row -> {
              List<SpokenVisit> spoken = visits.getOrDefault(row.id(), List.of());
              return new Reminder(
                  row.id(),
                  row.motherId(),
                  spoken.stream()
                      .map(SpokenVisit::babyId)
                      .filter(b -> b != null)
                      .distinct()
                      .toList(),
                  spoken.stream().map(SpokenVisit::id).toList(),
                  row.kind(),
                  row.dueAt(),
                  row.state(),
                  row.channel(),
                  attempts.getOrDefault(row.id(), List.of()).stream()
                      .map(AttemptRow::attempt)
                      .toList(),
                  row.why());
            })
        .toList();
  }

  private record Row(
      long id,
      long motherId,
      MessageKind kind,
      Instant dueAt,
      State state,
      @Nullable String channel,
      String why) {
    static Row read(ResultSet row, int n) throws SQLException {
      return new Row(
          row.getLong("id"),
          row.getLong("mother_id"),
          MessageKind.valueOf(row.getString("kind")),
          row.getObject("due_at", OffsetDateTime.class).toInstant(),
          State.valueOf(row.getString("state")),
          row.getString("channel"),
          row.getString("why"));
    }
  }
}
