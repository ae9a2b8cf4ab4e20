package io.doula.reminder;

import io.doula.core.Times;
import io.doula.database.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Moves the local profile's clock from one due instant to the next, delivering at each, so that a
 * month can be watched in seconds and every message still goes at its own time.
 */
@Component
@Profile("local")
public class FastForward {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration MOMENT = Duration.ofMillis(20);

  /** A batch takes milliseconds; what a dead worker left open would take until its lease lapses. */
  private static final int MOMENTS = 100;

  private final MovableClock clock;
  private final Tick tick;
  private final Delivery delivery;
  private final JdbcClient jdbc;

  FastForward(MovableClock clock, Tick tick, Delivery delivery, JdbcClient jdbc) {
    this.clock = clock;
    this.tick = tick;
    this.delivery = delivery;
    this.jdbc = jdbc;
  }

  /**
   * Ends when all that fell due has gone out.
   *
   * @param step zero just delivers what is due now
   * @return the program's time afterwards
   */
  public synchronized Instant advance(Duration step) {
    Instant target = clock.now().plus(step);
    int moments = MOMENTS;
    workAt(clock.now());
    for (Optional<Instant> next = next(target); next.isPresent(); next = next(target)) {
      moments = awaitBatches(moments);
      clock.moveTo(next.get());
      workAt(clock.now());
    }
    awaitBatches(moments);
    clock.moveTo(target);
    workAt(clock.now());
    awaitOthers();
    return clock.now();
  }

  private void workAt(Instant now) {
    tick.plan(now);
    while (delivery.deliverDue(now) > 0) {
      // batch after batch
    }
  }

  /**
   * The next instant up to the target at which something falls due, a dead worker's lease lapses,
   * or something is to be derived anew.
   */
  private Optional<Instant> next(Instant target) {
    return jdbc.sql(
            """
            select min(at)
            from (
              select next.claim_at as at
              from unnest(array['', 'whatsapp', 'sms', 'email']) as c (channel)
              cross join lateral
                (select claim_at from reminder
                 where state in ('PLANNED', 'QUEUED', 'RETRY') and channel = c.channel and claim_at > :now
                 order by claim_at limit 1) next
              union all
              (select claim_at from reminder
               where state = 'UNKNOWN' and claim_at > :now and claim_at < 'infinity'
               order by claim_at limit 1)
              union all
              (select lease_until from reminder
               where state = 'SENDING' and lease_until > :now
               order by lease_until limit 1)
              union all
              (select replan_at from mother
               where replan_at > :now and replan_at < 'infinity'
               order by replan_at limit 1)) nearest
            where at <= :target
            """)
        .param("now", Times.utc(clock.now()))
        .param("target", Times.utc(target))
        .query(
            (row, n) -> Optional.ofNullable(Times.instant(row.getObject(1, OffsetDateTime.class))))
        .single();
  }

  /**
   * Moving the clock past the lease of a batch under way would make its worker look dead.
   *
   * @param moments how many more of them this advance may wait
   * @return how many are left
   */
  private int awaitBatches(int moments) {
    int left = moments;
    while (left > 0 && sending()) {
      LockSupport.parkNanos(MOMENT.toNanos());
      left--;
    }
    return left;
  }

  /** The worker's own thread may hold a batch: it is under way, and the answer waits for it. */
  private void awaitOthers() {
    Instant giveUp = clock.now().plus(PATIENCE);
    while (sending() && clock.now().isBefore(giveUp)) {
      delivery.deliverDue(clock.now());
    }
  }

  private boolean sending() {
    return jdbc.sql("select exists (select from reminder where state = 'SENDING')")
        .query(Boolean.class)
        .single();
  }
}
