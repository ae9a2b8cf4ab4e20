package io.doula.reminder;

import io.doula.core.Columns;
import io.doula.core.Times;
import io.doula.message.MessageKind;
import io.doula.reminder.PlannedRow.Slot;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Writes what planning decided, for many mothers at once, each step in one statement; every update
 * says which state it expects.
 */
@Component
class DraftWriter {
  private final JdbcClient jdbc;
  private final Occasions occasions;
  private final Channels channels;

  DraftWriter(JdbcClient jdbc, Occasions occasions, Channels channels) {
    this.jdbc = jdbc;
    this.occasions = occasions;
    this.channels = channels;
  }

  void write(List<Draft> drafts, Instant now) {
    cancel(drafts, now);
    leave(drafts);
    refresh(drafts);
    link(drafts, create(drafts, now));
  }

  private record Cancelled(long id, String why) {}

  private void cancel(List<Draft> drafts, Instant now) {
    List<Cancelled> rows = new ArrayList<>();
    for (Draft draft : drafts) {
      String why = draft.person().whyNot().orElse("what it spoke of is done or no longer follows");
      draft.cancelled.forEach(id -> rows.add(new Cancelled(id, why)));
    }
    if (rows.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            update reminder r
            set state = 'CANCELLED', why = gone.why, ended_at = :now
            from unnest(:ids::bigint[], :whys::text[]) as gone (id, why)
            where r.id = gone.id and r.state in ('PLANNED', 'QUEUED', 'RETRY')
            """)
        .param("ids", Columns.of(rows, Cancelled::id))
        .param("whys", Columns.of(rows, Cancelled::why))
        .param("now", Times.utc(now))
        .update();
  }

  /** A visit in a reminder. */
  private record Link(long reminderId, long visitId, MessageKind kind) {}

  private void leave(List<Draft> drafts) {
    List<Link> rows = new ArrayList<>();
    for (Draft draft : drafts) {
      draft.left.forEach((id, visits) -> addLinks(rows, id, visits, draft.row(id).kind()));
    }
    if (rows.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            delete from reminder_visit l
            using unnest(:ids::bigint[], :visitIds::bigint[]) as gone (reminder_id, visit_id)
            where l.reminder_id = gone.reminder_id and l.visit_id = gone.visit_id
            """)
        .param("ids", Columns.of(rows, Link::reminderId))
        .param("visitIds", Columns.of(rows, Link::visitId))
        .update();
  }

  private record Refreshed(long id, Timing timing) {}

  /** Brings cancelled rows back, and moves those whose hours or first channel changed. */
  private void refresh(List<Draft> drafts) {
    List<Refreshed> rows = new ArrayList<>();
    for (Draft draft : drafts) {
      for (long id : draft.kept) {
        PlannedRow kept = draft.row(id);
        Timing timing = timing(draft.person(), kept.slot());
        boolean same =
            timing.due().equals(kept.dueAt())
                && timing.expires().equals(kept.expiresAt())
                && (timing.channel().equals(kept.channel()) || kept.state() == State.RETRY);
        if (!same || !kept.state().isWaiting()) {
          rows.add(new Refreshed(id, timing));
        }
      }
    }
    if (rows.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            update reminder r
            set state = case when r.state = 'CANCELLED' then 'PLANNED' else r.state end,
                due_at = timed.due_at, expires_at = timed.expires_at, why = timed.why, ended_at = null,
                channel = case when r.state = 'RETRY' then r.channel else timed.channel end,
                claim_at = case when r.state = 'RETRY' then greatest(r.claim_at, timed.due_at)
                                else timed.due_at end
            from unnest(:ids::bigint[], :dueAt::timestamptz[], :expiresAt::timestamptz[], :whys::text[],
              :channels::text[])
              as timed (id, due_at, expires_at, why, channel)
            where r.id = timed.id and r.state in ('PLANNED', 'QUEUED', 'RETRY', 'CANCELLED')
            """)
        .param("ids", Columns.of(rows, Refreshed::id))
        .param("dueAt", Columns.of(rows, row -> row.timing.due))
        .param("expiresAt", Columns.of(rows, row -> row.timing.expires))
        .param("whys", Columns.of(rows, row -> row.timing.why))
        .param("channels", Columns.of(rows, row -> row.timing.channel))
        .update();
  }

  private record Created(Slot slot, Timing timing) {}

  /** The ids of the slots that had no row; where one came in between, its id. */
  private Map<Slot, Long> create(List<Draft> drafts, Instant now) {
    List<Created> rows = new ArrayList<>();
    for (Draft draft : drafts) {
      draft
          .created
          .keySet()
          .forEach(slot -> rows.add(new Created(slot, timing(draft.person(), slot))));
    }
    Map<Slot, Long> ids = new HashMap<>();
    if (rows.isEmpty()) {
      return ids;
    }
    jdbc.sql(
            """
            insert into reminder as r (mother_id, day, kind, due_at, expires_at, state, why, claim_at,
              channel, created_at, clinic_id)
            select mother_id, day, kind, due_at, expires_at, 'PLANNED', why, due_at, channel, :now,
              (select clinic_id from mother m where m.id = mother_id)
            from unnest(:motherIds::bigint[], :days::date[], :kinds::text[], :dueAt::timestamptz[],
              :expiresAt::timestamptz[], :whys::text[], :channels::text[])
              as wanted (mother_id, day, kind, due_at, expires_at, why, channel)
            on conflict (mother_id, day, kind, apart) do update set state = r.state
            returning id, mother_id, day, kind
            """)
        .param("motherIds", Columns.of(rows, row -> row.slot.motherId()))
        .param("days", Columns.of(rows, row -> row.slot.day()))
        .param("kinds", Columns.of(rows, row -> row.slot.kind()))
        .param("dueAt", Columns.of(rows, row -> row.timing.due))
        .param("expiresAt", Columns.of(rows, row -> row.timing.expires))
        .param("whys", Columns.of(rows, row -> row.timing.why))
        .param("channels", Columns.of(rows, row -> row.timing.channel))
        .param("now", Times.utc(now))
        .query(
            row -> {
              ids.put(
                  new Slot(
                      row.getLong("mother_id"),
                      row.getObject("day", LocalDate.class),
                      MessageKind.valueOf(row.getString("kind"))),
                  row.getLong("id"));
            });
    return ids;
  }

  /** A visit that stood in another row moves into this one. */
  private void link(List<Draft> drafts, Map<Slot, Long> created) {
    List<Link> rows = new ArrayList<>();
    for (Draft draft : drafts) {
      draft.created.forEach(
          (slot, visits) ->
              addLinks(rows, Objects.requireNonNull(created.get(slot)), visits, slot.kind()));
      draft.joined.forEach((id, visits) -> addLinks(rows, id, visits, draft.row(id).kind()));
    }
    if (rows.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            insert into reminder_visit (reminder_id, visit_id, kind)
            select reminder_id, visit_id, kind
            from unnest(:ids::bigint[], :visitIds::bigint[], :kinds::text[])
              as wanted (reminder_id, visit_id, kind)
            on conflict (visit_id, kind) do update set reminder_id = excluded.reminder_id
            """)
        .param("ids", Columns.of(rows, Link::reminderId))
        .param("visitIds", Columns.of(rows, Link::visitId))
        .param("kinds", Columns.of(rows, Link::kind))
        .update();
  }

  private static void addLinks(
      List<Link> rows, long reminderId, Set<Long> visits, MessageKind kind) {
    visits.forEach(visit -> rows.add(new Link(reminderId, visit, kind)));
  }

  private record Timing(Instant due, Instant expires, String channel, String why) {}

  /**
   * When it goes, by which channel first, when it goes stale, and in words which rule of which plan
   * says so.
   */
  private Timing timing(Person person, Slot slot) {
    Occasion occasion = occasions.of(person.plan(), slot.kind());
    Hours hours = person.hours();
    return new Timing(
        Occasion.dueAt(hours, slot.day(), slot.motherId()),
        occasion.expiresAt(hours, slot.day()),
        channels.firstFor(person),
        "%s: %s, at %s in %s (plan %s)"
            .formatted(
                slot.kind(),
                occasion.inWords(slot.day()),
                hours.sendAt(),
                hours.zone(),
                occasions.planAndVersion(person.plan())));
  }
}
