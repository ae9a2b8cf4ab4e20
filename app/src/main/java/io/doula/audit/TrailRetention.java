package io.doula.audit;

import io.doula.core.KeptFor;
import io.doula.core.Ticked;
import io.doula.core.Times;
import io.doula.core.Trail;
import java.time.Instant;
import java.time.Period;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes entries out of the trail when they are older than DOULA_TRAIL_RETENTION: whole seals, from
 * the oldest on. The seals stay, so that the chain does, and the trail says up to which one.
 */
@Component
class TrailRetention {
  private static final Logger log = LoggerFactory.getLogger(TrailRetention.class);
  private static final int SEALS_AT_ONCE = 60;
  private static final int LOTS_IN_A_TURN = 20;

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final Trail trail;
  private final KeptFor kept;

  /**
   * @throws io.doula.core.CannotStart when the setting is no period, or less than a year
   */
  TrailRetention(
      JdbcClient jdbc,
      TransactionTemplate transaction,
      Trail trail,
      @Value("${DOULA_TRAIL_RETENTION:}") String kept) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.trail = trail;
    this.kept = KeptFor.read("DOULA_TRAIL_RETENTION", kept, Period.ofYears(1));
  }

  @EventListener
  void follow(Ticked tick) {
    try {
      forget(tick.now());
    } catch (RuntimeException e) {
      log.error("the trail's retention stopped short: {}", e.getClass().getName());
    }
  }

  /**
   * @return how many entries went
   */
  int forget(Instant now) {
    Instant before = kept.cutoff(now);
    int total = 0;
    boolean more = before != null;
    for (int lots = 0; more && lots < LOTS_IN_A_TURN; lots++) {
      Optional<Integer> went =
          Objects.requireNonNull(
              transaction.execute(status -> lot(Objects.requireNonNull(before), now)));
      total += went.orElse(0);
      more = went.isPresent();
    }
    return total;
  }

  private record Span(long number, long lastId) {}

  private Optional<Integer> lot(Instant before, Instant now) {
    return Seals.lock(jdbc) ? over(before).map(span -> takeOut(span, now)) : Optional.empty();
  }

  /** Up to which seal all is older. What is entered late is older than its seal. */
  private Optional<Span> over(Instant before) {
    return jdbc.sql(
            """
            select number, last_id
            from (
              select number, last_id
              from trail_seal
              where sealed_at < :before and number > coalesce((
                select max(thing_id) from trail where deed = 'FORGOTTEN' and thing = 'TRAIL'), 0)
              order by number
              limit :most) as next
            order by number desc
            limit 1
            """)
        .param("before", Times.utc(before))
        .param("most", SEALS_AT_ONCE)
        .query(Span.class)
        .optional();
  }

  private int takeOut(Span span, Instant now) {
    jdbc.sql("select let_the_trail_forget()::text").query().singleRow();
    trail.enter(
        Trail.Deed.FORGOTTEN,
        Trail.By.PROGRAM,
        Trail.About.thing(Trail.Thing.TRAIL, span.number()),
        now);
    return jdbc.sql("delete from trail where id <= :last").param("last", span.lastId()).update();
  }
}
