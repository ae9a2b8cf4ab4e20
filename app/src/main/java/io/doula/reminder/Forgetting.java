package io.doula.reminder;

import io.doula.core.Erased;
import io.doula.core.Gone;
import io.doula.core.Ticked;
import io.doula.core.Times;
import java.time.Duration;
import java.util.List;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Lets go of the messages of who is erased: what waits is cancelled, of what was sent there stays
 * when, by which channel and what became of it.
 */
@Component
class Forgetting {
  /** Providers send an event again for some days; what is this old comes no more. */
  private static final Duration INBOUND_KEPT = Duration.ofDays(90);

  private static final List<String> HERS =
      List.of(
          """
          update reminder
          set erased = true, why = 'she was erased',
              ended_at = case when state = 'SENDING' then null else coalesce(ended_at, :now) end,
              state = case when state in ('PLANNED', 'QUEUED', 'RETRY') then 'CANCELLED'
                           when state = 'UNKNOWN' then 'SUPPRESSED'
                           else state end
          where mother_id = any(:mothers)
          """,
          """
          delete from reminder_visit
          where reminder_id in (select id from reminder where mother_id = any(:mothers))
          """,
          """
          update attempt set provider_id = null, detail = null, said = null, said_in = null
          where reminder_id in (select id from reminder where mother_id = any(:mothers))
          """,
          """
          update receipt set provider_id = null, detail = null
          where reminder_id in (select id from reminder where mother_id = any(:mothers))
          """,
          "delete from unreachable where mother_id = any(:mothers)");

  private static final List<String> LAST =
      List.of(
          """
          delete from receipt
          where reminder_id in (select id from reminder where mother_id = any(:mothers))
          """,
          """
          delete from attempt
          where reminder_id in (select id from reminder where mother_id = any(:mothers))
          """,
          "delete from reminder where mother_id = any(:mothers)");

  private final JdbcClient jdbc;

  Forgetting(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * One that is being handed over now stays as it is and takes its course: she is locked, so no
   * other is claimed. Its outcome, and receipts that come later, find {@code erased} and bring
   * nothing of hers back.
   */
  @EventListener
  @Transactional(propagation = Propagation.MANDATORY)
  public void erase(Erased erased) {
    lock(erased.motherArray());
    HERS.forEach(
        sql ->
            jdbc.sql(sql)
                .param("mothers", erased.motherArray())
                .param("now", Times.utc(erased.now()))
                .update());
  }

  @EventListener
  @Transactional(propagation = Propagation.MANDATORY)
  public void forget(Gone gone) {
    lock(gone.motherArray());
    LAST.forEach(sql -> jdbc.sql(sql).param("mothers", gone.motherArray()).update());
  }

  private void lock(Long[] mothers) {
    jdbc.sql("select id from reminder where mother_id = any(:mothers) order by id for update")
        .param("mothers", mothers)
        .query(Long.class)
        .list();
  }

  /** Forgets which messages of people came, once nobody sends them again. */
  @EventListener
  void forget(Ticked tick) {
    jdbc.sql("delete from inbound where received_at < :before")
        .param("before", Times.utc(tick.now().minus(INBOUND_KEPT)))
        .update();
  }
}
