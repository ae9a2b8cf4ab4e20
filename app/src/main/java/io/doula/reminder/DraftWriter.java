package io.doula.reminder;

import io.doula.core.Times;
import io.doula.reminder.PlannedRow.Slot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Writes what planning decided, for many mothers at once; every update says which state it expects.
 */
@Component
class DraftWriter {
  private static final String LINK =
      """
      insert into reminder_visit (reminder_id, visit_id, kind)
      select id, :visitId, kind from reminder
      where mother_id = :motherId and day = :day and kind = :kind
      on conflict (visit_id, kind) do update set reminder_id = excluded.reminder_id
      """;

  private final NamedParameterJdbcTemplate jdbc;
  private final Occasions occasions;

  DraftWriter(NamedParameterJdbcTemplate jdbc, Occasions occasions) {
    this.jdbc = jdbc;
    this.occasions = occasions;
  }

  void write(List<Draft> drafts, Instant now) {
    cancel(drafts, now);
    leave(drafts);
    refresh(drafts);
    create(drafts, now);
    link(drafts);
  }

  private void cancel(List<Draft> drafts, Instant now) {
    List<MapSqlParameterSource> rows = new ArrayList<>();
    for (Draft draft : drafts) {
      String why = draft.person().whyNot().orElse("what it spoke of is done or no longer follows");
      for (long id : draft.cancelled) {
        rows.add(row("id", id).addValue("why", why).addValue("now", Times.utc(now)));
      }
    }
    run(
        """
        update reminder set state = 'CANCELLED', why = :why, ended_at = :now
        where id = :id and state in ('PLANNED', 'QUEUED', 'RETRY')
        """,
        rows);
  }

  private void leave(List<Draft> drafts) {
    List<MapSqlParameterSource> rows = new ArrayList<>();
    for (Draft draft : drafts) {
      draft.left.forEach(
          (id, visits) ->
              visits.forEach(visit -> rows.add(row("id", id).addValue("visitId", visit))));
    }
    run("delete from reminder_visit where reminder_id = :id and visit_id = :visitId", rows);
  }

  /** Brings cancelled rows back, and moves those whose hours changed. */
  private void refresh(List<Draft> drafts) {
    List<MapSqlParameterSource> rows = new ArrayList<>();
    for (Draft draft : drafts) {
      for (long id : draft.kept) {
        PlannedRow kept = draft.row(id);
        Timing timing = timing(draft.person(), kept.slot());
        boolean same =
            timing.due().equals(kept.dueAt()) && timing.expires().equals(kept.expiresAt());
        if (!same || !kept.state().isWaiting()) {
          rows.add(timed(row("id", id), timing));
        }
      }
    }
    run(
        """
        update reminder
        set state = case when state = 'CANCELLED' then 'PLANNED' else state end,
            due_at = :dueAt, expires_at = :expiresAt, why = :why, ended_at = null,
            claim_at = case when state = 'RETRY' then greatest(claim_at, :dueAt) else :dueAt end
        where id = :id and state in ('PLANNED', 'QUEUED', 'RETRY', 'CANCELLED')
        """,
        rows);
  }

  private void create(List<Draft> drafts, Instant now) {
    List<MapSqlParameterSource> rows = new ArrayList<>();
    for (Draft draft : drafts) {
      for (Slot slot : draft.created.keySet()) {
        rows.add(timed(place(slot), timing(draft.person(), slot)).addValue("now", Times.utc(now)));
      }
    }
    run(
        """
        insert into reminder (mother_id, day, kind, due_at, expires_at, state, why, claim_at, created_at)
        values (:motherId, :day, :kind, :dueAt, :expiresAt, 'PLANNED', :why, :dueAt, :now)
        on conflict (mother_id, day, kind) do nothing
        """,
        rows);
  }

  /** A visit that stood in another row moves into this one. */
  private void link(List<Draft> drafts) {
    List<MapSqlParameterSource> rows = new ArrayList<>();
    for (Draft draft : drafts) {
      draft.created.forEach(
          (slot, visits) ->
              visits.forEach(visit -> rows.add(place(slot).addValue("visitId", visit))));
      draft.joined.forEach(
          (id, visits) ->
              visits.forEach(
                  visit -> rows.add(place(draft.row(id).slot()).addValue("visitId", visit))));
    }
    run(LINK, rows);
  }

  private void run(String sql, List<MapSqlParameterSource> rows) {
    if (!rows.isEmpty()) {
      jdbc.batchUpdate(sql, rows.toArray(MapSqlParameterSource[]::new));
    }
  }

  private static MapSqlParameterSource row(String name, long value) {
    return new MapSqlParameterSource(name, value);
  }

  private static MapSqlParameterSource place(Slot slot) {
    return row("motherId", slot.motherId())
        .addValue("day", slot.day())
        .addValue("kind", slot.kind().name());
  }

  private static MapSqlParameterSource timed(MapSqlParameterSource row, Timing timing) {
    return row.addValue("dueAt", Times.utc(timing.due()))
        .addValue("expiresAt", Times.utc(timing.expires()))
        .addValue("why", timing.why());
  }

  private record Timing(Instant due, Instant expires, String why) {}

  /** When it goes and when it goes stale, and in words which rule of which plan says so. */
  private Timing timing(Person person, Slot slot) {
    Occasion occasion = occasions.of(person.plan(), slot.kind());
    Hours hours = person.hours();
    return new Timing(
        Occasion.dueAt(hours, slot.day(), slot.motherId()),
        occasion.expiresAt(hours, slot.day()),
        "%s: %s, at %s in %s (plan %s)"
            .formatted(
                slot.kind(),
                occasion.inWords(slot.day()),
                hours.sendAt(),
                hours.zone(),
                occasions.planAndVersion(person.plan())));
  }
}
