package io.doula.reminder;

import io.doula.message.MessageKind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A reminder as planning finds it.
 *
 * @param cancelledByStaff a person said no to it: planning never brings it back
 * @param apart it came with another record of hers and holds no place in her day
 */
record PlannedRow(
    long id,
    long motherId,
    LocalDate day,
    MessageKind kind,
    State state,
    Instant dueAt,
    Instant expiresAt,
    String channel,
    boolean cancelledByStaff,
    boolean apart) {

  /**
   * The reminders of these mothers, locked, so that a claim either came before or finds the new
   * plan.
   */
  static List<PlannedRow> lock(JdbcClient jdbc, Collection<Long> motherIds) {
    return jdbc.sql(
            """
            select id, mother_id, day, kind, state, due_at, expires_at, channel, cancelled_by, apart
            from reminder
            where mother_id = any(:ids)
            order by id
            for update
            """)
        .param("ids", motherIds.toArray(Long[]::new))
        .query(
            (row, n) ->
                new PlannedRow(
                    row.getLong("id"),
                    row.getLong("mother_id"),
                    row.getObject("day", LocalDate.class),
                    MessageKind.valueOf(row.getString("kind")),
                    State.valueOf(row.getString("state")),
                    row.getObject("due_at", OffsetDateTime.class).toInstant(),
                    row.getObject("expires_at", OffsetDateTime.class).toInstant(),
                    row.getString("channel"),
                    row.getObject("cancelled_by") != null,
                    row.getObject("apart") != null))
        .list();
  }

  Slot slot() {
    return new Slot(motherId, day, kind);
  }

  /** The place of one message: there is never a second one in it. */
  record Slot(long motherId, LocalDate day, MessageKind kind) {
    static final Comparator<Slot> ORDER =
        Comparator.comparingLong(Slot::motherId).thenComparing(Slot::day).thenComparing(Slot::kind);
  }

  /** A visit spoken of on one occasion: it is spoken of once. */
  record Link(long visitId, MessageKind kind) {}

  /**
   * Which visit stands in which reminder today.
   *
   * @param motherId whose visit it is
   * @param goneElsewhere it was spoken of in a message of another mother's, for whom she was taken
   */
  record Linked(Link link, long reminderId, long motherId, boolean goneElsewhere) {
    static List<Linked> load(JdbcClient jdbc, Collection<Long> motherIds) {
      return jdbc.sql(
              """
              select l.visit_id, l.kind, l.reminder_id, v.mother_id,
                r.mother_id <> v.mother_id
                  and r.state not in ('SUPPRESSED', 'CANCELLED', 'EXPIRED') as gone_elsewhere
              from visit v
              join reminder_visit l on l.visit_id = v.id
              join reminder r on r.id = l.reminder_id
              where v.mother_id = any(:ids)
              """)
          .param("ids", motherIds.toArray(Long[]::new))
          .query(
              (row, n) ->
                  new Linked(
                      new Link(row.getLong("visit_id"), MessageKind.valueOf(row.getString("kind"))),
                      row.getLong("reminder_id"),
                      row.getLong("mother_id"),
                      row.getBoolean("gone_elsewhere")))
          .list();
    }
  }

  /**
   * An open visit that may be spoken of.
   *
   * @param latest the last day on which it makes sense, null where there is none
   */
  record OpenVisit(long id, long motherId, LocalDate due, @Nullable LocalDate latest) {
    static List<OpenVisit> load(JdbcClient jdbc, Collection<Long> motherIds) {
      return jdbc.sql(
              """
              select id, mother_id, due, latest
              from visit
              where mother_id = any(:ids)
                and done_on is null and not cancelled and not provisional and not needs_review and messaged
              order by due, id
              """)
          .param("ids", motherIds.toArray(Long[]::new))
          .query(
              (row, n) ->
                  new OpenVisit(
                      row.getLong("id"),
                      row.getLong("mother_id"),
                      row.getObject("due", LocalDate.class),
                      row.getObject("latest", LocalDate.class)))
          .list();
    }
  }
}
