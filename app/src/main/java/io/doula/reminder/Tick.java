package io.doula.reminder;

import io.doula.core.Ticked;
import io.doula.core.Times;
import io.doula.family.FamilyChanged;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The beat: derives anew what time alone has changed (a limit passed, a catch-up rule took over, a
 * plan or a clinic's hours were edited). Any number of beats may run at once.
 */
@Component
public class Tick {
  private static final Logger log = LoggerFactory.getLogger(Tick.class);
  private static final int MOTHERS_AT_ONCE = 500;
  private static final String STALE =
      """
      select id
      from mother
      where replan_at <= :now
      order by replan_at, id
      limit :limit
      """;

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
    return run(now, () -> true);
  }

  /** The same; whom there is no more time for, the next tick plans. */
  int run(Instant now, BooleanSupplier hasTime) {
    int total = plan(now, hasTime);
    events.publishEvent(new Ticked(now));
    return total;
  }

  /** The planning of a tick, without what else follows the beat. */
  int plan(Instant now) {
    return plan(now, () -> true);
  }

  private int plan(Instant now, BooleanSupplier hasTime) {
    int total = 0;
    int some;
    do {
      some = planSome(now);
      total += some;
    } while (some == MOTHERS_AT_ONCE && hasTime.getAsBoolean());
    return total;
  }

  /** One family that can't be planned stops no other: then each is tried by itself. */
  private int planSome(Instant now) {
    try {
      return Objects.requireNonNull(transaction.execute(status -> plan(lock(now), now)));
    } catch (DataAccessResourceFailureException | CannotCreateTransactionException e) {
      throw e; // the database is away: for each by herself too
    } catch (RuntimeException e) {
      log.error("some mothers can't be planned together, now each by itself", e);
      return (int) stale(now).stream().filter(id -> planOne(id, now)).count();
    }
  }

  /** A mother who fails stays stale, so none of her reminders goes out on old visits. */
  private boolean planOne(long id, Instant now) {
    try {
      transaction.executeWithoutResult(status -> plan(lockOne(id), now));
      return true;
    } catch (RuntimeException e) {
      log.atError()
          .addKeyValue("mother", id)
          .setCause(e)
          .log("she can't be planned, her reminders wait");
      return false;
    }
  }

  private int plan(List<Long> ids, Instant now) {
    if (!ids.isEmpty()) {
      events.publishEvent(new FamilyChanged(new HashSet<>(ids), now, true));
    }
    return ids.size();
  }

  private List<Long> lock(Instant now) {
    return stale(STALE + " for update skip locked", now);
  }

  private List<Long> stale(Instant now) {
    return stale(STALE, now);
  }

  private List<Long> stale(String sql, Instant now) {
    return jdbc.sql(sql)
        .param("now", Times.utc(now))
        .param("limit", MOTHERS_AT_ONCE)
        .query(Long.class)
        .list();
  }

  private List<Long> lockOne(long id) {
    return jdbc.sql("select id from mother where id = :id for update")
        .param("id", id)
        .query(Long.class)
        .list();
  }
}
