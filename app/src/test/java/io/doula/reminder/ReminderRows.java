package io.doula.reminder;

import io.doula.message.MessageKind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads reminders as a test wants to see them. */
final class ReminderRows {
  private ReminderRows() {}

  record Row(
      long id,
      LocalDate day,
      MessageKind kind,
      State state,
      Instant dueAt,
      Instant expiresAt,
      String why) {
    /** Like {@code 2026-03-10 DUE PLANNED}. */
    String inShort() {
      return day + " " + kind + " " + state;
    }
  }

  static List<Row> of(JdbcClient jdbc, long mother) {
    return jdbc.sql(
            """
            select id, day, kind, state, due_at, expires_at, why
            from reminder
            where mother_id = :mother
            order by day, kind
            """)
        .param("mother", mother)
        .query(
            (row, n) ->
                new Row(
                    row.getLong("id"),
                    row.getObject("day", LocalDate.class),
                    MessageKind.valueOf(row.getString("kind")),
                    State.valueOf(row.getString("state")),
                    row.getObject("due_at", OffsetDateTime.class).toInstant(),
                    row.getObject("expires_at", OffsetDateTime.class).toInstant(),
                    row.getString("why")))
        .list();
  }

  static List<String> inShort(JdbcClient jdbc, long mother) {
    return of(jdbc, mother).stream().map(Row::inShort).toList();
  }
}
