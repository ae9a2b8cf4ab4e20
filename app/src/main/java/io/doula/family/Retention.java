package io.doula.family;

import io.doula.core.Gone;
import io.doula.core.KeptFor;
import io.doula.core.Ticked;
import io.doula.core.Times;
import io.doula.core.Trail;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Erases, where DOULA_RETENTION asks for it, who has not been heard of for so long, and takes the
 * last out of who was erased DOULA_TRAIL_RETENTION ago. Once an hour, whichever beat comes first,
 * some at a time, each lot in a transaction of its own.
 */
@Component
class Retention {
  private static final Logger log = LoggerFactory.getLogger(Retention.class);
  private static final int AT_ONCE = 100;
  private static final int LOTS_IN_A_TURN = 20;

  /** Nothing planned, nothing sent, and nothing recorded about her or hers since. */
  private static final String NOT_HEARD_OF =
      """
      m.erased_at is null and m.registered_at < :before
        and not exists (
          select from visit v
          where v.mother_id = m.id and not v.cancelled
            and (greatest(v.due, v.latest) >= :day or v.done_on >= :day))
        and not exists (
          select from reminder r
          where r.mother_id = m.id
            and (r.due_at >= :before or r.state in ('PLANNED', 'QUEUED', 'RETRY', 'SENDING', 'UNKNOWN')))
        and not exists (
          select from pregnancy p
          left join contact c on c.pregnancy_id = p.id
          where p.mother_id = m.id and (p.registered_at >= :before or c.recorded_at >= :before))
        and not exists (
          select from baby b
          left join contact c on c.baby_id = b.id
          left join dose d on d.baby_id = b.id
          where b.mother_id = m.id
            and (b.registered_at >= :before or c.recorded_at >= :before or d.recorded_at >= :before))
        and not exists (
          select from trail t
          where t.mothers @> array[m.id] and t.at >= :before
            and t.deed in ('ADDED', 'CHANGED', 'REMOVED', 'IMPORTED'))
      """;

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final MotherTable table;
  private final Erasure erasure;
  private final ApplicationEventPublisher events;
  private final KeptFor people;
  private final KeptFor trail;

  /**
   * @throws io.doula.core.CannotStart when a setting is no period
   */
  Retention(
      JdbcClient jdbc,
      TransactionTemplate transaction,
      MotherTable table,
      Erasure erasure,
      ApplicationEventPublisher events,
      @Value("${DOULA_RETENTION:}") String people,
      @Value("${DOULA_TRAIL_RETENTION:}") String trail) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.table = table;
    this.erasure = erasure;
    this.events = events;
    this.people = KeptFor.read("DOULA_RETENTION", people, Period.ofDays(1));
    this.trail = KeptFor.read("DOULA_TRAIL_RETENTION", trail, Period.ofYears(1));
  }

  /** One that fails stops nothing else that follows the beat; an hour later it is tried again. */
  @EventListener
  void follow(Ticked tick) {
    try {
      turn(tick.now());
    } catch (RuntimeException e) {
      log.error("retention stopped short: {}", e.getClass().getName());
    }
  }

  /**
   * @return how many people were erased, or taken out for good
   */
  int turn(Instant now) {
    Instant since = people.cutoff(now);
    Instant erasedSince = trail.cutoff(now);
    if (since == null && erasedSince == null || !isOurs(now)) {
      return 0;
    }
    int done = lots(since, before -> erase(before, now)) + lots(erasedSince, this::takeOut);
    if (done > 0) {
      log.info("retention: {} people's data went, their time was over", done);
    }
    return done;
  }

  private boolean isOurs(Instant now) {
    return jdbc.sql(
                """
                insert into retention_turn as t (at) values (:now)
                on conflict (only_one) do update set at = excluded.at
                where t.at <= cast(:now as timestamptz) - interval '1 hour' or t.at > :now
                """)
            .param("now", Times.utc(now))
            .update()
        == 1;
  }

  /** A lot of people, in a transaction; says how many they were. */
  private interface Lot {
    int take(Instant before);
  }

  private int lots(@Nullable Instant before, Lot lot) {
    int total = 0;
    int some = before == null ? 0 : AT_ONCE;
    for (int lots = 0; some == AT_ONCE && lots < LOTS_IN_A_TURN; lots++) {
      some =
          Objects.requireNonNull(
              transaction.execute(status -> lot.take(Objects.requireNonNull(before))));
      total += some;
    }
    return total;
  }

  /** Locked first, then asked again: something may have been recorded in between. */
  private int erase(Instant before, Instant now) {
    List<Long> locked =
        silent(
                "select m.id from mother m where %s order by m.id limit :most for update skip locked")
            .param("before", Times.utc(before))
            .param("day", before.atOffset(ZoneOffset.UTC).toLocalDate())
            .param("most", AT_ONCE)
            .query(Long.class)
            .list();
    List<Long> still =
        silent("select m.id from mother m where m.id = any(:ids) and %s")
            .param("ids", locked.toArray(Long[]::new))
            .param("before", Times.utc(before))
            .param("day", before.atOffset(ZoneOffset.UTC).toLocalDate())
            .query(Long.class)
            .list();
    if (!still.isEmpty()) {
      List<MotherRow> rows = still.stream().flatMap(id -> table.lock(id).stream()).toList();
      erasure.erase(rows, Trail.By.PROGRAM, now);
    }
    return locked.size();
  }

  private JdbcClient.StatementSpec silent(String sql) {
    return jdbc.sql(sql.formatted(NOT_HEARD_OF));
  }

  private int takeOut(Instant before) {
    List<Long> ids =
        jdbc.sql(
                """
                select id from mother where erased_at < :before
                order by id limit :most for update skip locked
                """)
            .param("before", Times.utc(before))
            .param("most", AT_ONCE)
            .query(Long.class)
            .list();
    if (!ids.isEmpty()) {
      events.publishEvent(new Gone(new HashSet<>(ids)));
      jdbc.sql("delete from mother where id = any(:ids)")
          .param("ids", ids.toArray(Long[]::new))
          .update();
    }
    return ids.size();
  }
}
