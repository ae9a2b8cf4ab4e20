package io.doula.reminder;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An attempt as staff see it, and whose it is. */
record AttemptRow(long reminderId, Reminders.Attempt attempt) {

  /**
   * The attempts of these reminders, by the reminders' ids, in the order in which they were made.
   */
  static Map<Long, List<AttemptRow>> of(JdbcClient jdbc, Collection<Long> reminderIds) {
    return jdbc
        .sql(
            """
            select reminder_id, channel, opened_at, outcome, provider_id
            from attempt
            where reminder_id = any(:ids)
            order by reminder_id, number
            """)
        .param("ids", reminderIds.toArray(Long[]::new))
        .query(AttemptRow::read)
        .list()
        .stream()
        .collect(Collectors.groupingBy(AttemptRow::reminderId));
  }

  private static AttemptRow read(ResultSet row, int n) throws SQLException {
    return new AttemptRow(
        row.getLong("reminder_id"),
        new Reminders.Attempt(
            row.getString("channel"),
            row.getObject("opened_at", OffsetDateTime.class).toInstant(),
            row.getString("outcome"),
            row.getString("provider_id")));
  }
}
