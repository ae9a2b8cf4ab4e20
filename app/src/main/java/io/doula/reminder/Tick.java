package io.doula.reminder;

import io.doula.core.Times;
import io.doula.family.FamilyChanged;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The beat: derives anew what time alone has changed (a limit passed, a catch-up rule took over, a
 * plan or a clinic's hours were edited). Any number of beats may run at once.
 */
@Component
public class Tick {
  private static final int MOTHERS_AT_ONCE = 500;

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final ApplicationEventPublisher events;

  Tick(JdbcClient jdbc, TransactionTemplate transaction, ApplicationEventPublisher events) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.events = events;
  }

  /**
   * @param now the program's time, read at the start of this tick
   * @return how many mothers were planned anew
   */
  public int run(Instant now) {
    int total = 0;
    int some;
    do {
      some = transaction.execute(status -> planSome(now));
      total += some;
    } while (some == MOTHERS_AT_ONCE);
    return total;
  }

  private int planSome(Instant now) {
    List<Long> stale =
        jdbc.sql(
                """
                select id
                from mother
                where replan_at <= :now
                order by replan_at, id
                limit :limit
                for update skip locked
                """)
            .param("now", Times.utc(now))
            .param("limit", MOTHERS_AT_ONCE)
            .query(Long.class)
            .list();
    if (!stale.isEmpty()) {
      events.publishEvent(new FamilyChanged(new HashSet<>(stale), now));
    }
    return stale.size();
  }
}
