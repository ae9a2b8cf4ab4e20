package io.doula.reminder;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tells silence about one message from silence about all. */
final class LateReceipts {
  private LateReceipts() {}

  /**
   * Those whose channel's receipts are late as a whole: they did come once, more was sent after the
   * unclear attempt, and no receipt speaks of anything since. That none came for this one says
   * nothing then.
   *
   * @return their ids
   */
  static Set<Long> behind(JdbcClient jdbc, List<Course> unclear) {
    if (unclear.isEmpty()) {
      return Set.of();
    }
    return new HashSet<>(
        jdbc.sql(
                """
                select r.id
                from reminder r
                join attempt a on a.reminder_id = r.id and a.number = r.attempts
                join channel_pulse p on p.channel = a.channel
                where r.id = any(:ids) and p.taken_at > a.opened_at + interval '1 minute'
                  and exists (select from receipt c where c.channel = a.channel)
                  and not exists (
                    select from receipt c
                    where c.channel = a.channel and c.happened_at > a.opened_at)
                """)
            .param("ids", unclear.stream().map(Course::id).toArray(Long[]::new))
            .query(Long.class)
            .list());
  }
}
