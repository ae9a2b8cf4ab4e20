package io.doula.reminder;

import io.doula.core.ProgramClock;
import io.doula.core.Sight;
import io.doula.core.Times;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * After a restore the tables have forgotten what was sent between the backup and the restore. What
 * fell due before {@code DOULA_GUARD_UNTIL} may have gone out and is held: a receipt or a person
 * resolves it.
 */
@Component
class Guard implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(Guard.class);
  private static final String WHY =
      "it fell due before the guard of a restore, so it may have gone out: held for a receipt or staff";

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final ProgramClock clock;
  private final @Nullable Instant guardUntil;
  private volatile @Nullable OffsetDateTime from;

  Guard(
      JdbcClient jdbc,
      TransactionTemplate transaction,
      ProgramClock clock,
      DeliverySettings settings) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.clock = clock;
    this.guardUntil = settings.guardUntil();
  }

  /** What fell due from this instant on is free. */
  OffsetDateTime until() {
    return guardUntil == null ? OffsetDateTime.MIN : Times.utc(guardUntil);
  }

  /** What a person put back in line from this instant on is free, too. */
  OffsetDateTime from() {
    OffsetDateTime known = from;
    if (known == null) {
      known = guardUntil == null ? OffsetDateTime.MAX : begin(guardUntil);
      from = known;
    }
    return known;
  }

  boolean holds(Course course) {
    return guardUntil != null && course.dueAt().isBefore(guardUntil);
  }

  /**
   * The first start under this guard. Numbers that were given to reminders after the backup are not
   * given again, because receipts that name them may still come.
   */
  private OffsetDateTime begin(Instant until) {
    transaction.executeWithoutResult(
        status -> {
          int first =
              jdbc.sql(
                      """
                      insert into guard (guard_until, started_at) values (:until, :now)
                      on conflict do nothing
                      """)
                  .param("until", Times.utc(until))
                  .param("now", Times.utc(clock.now()))
                  .update();
          if (first == 1) {
            jdbc.sql(
                    """
                    select setval(pg_get_serial_sequence('reminder', 'id'),
                      nextval(pg_get_serial_sequence('reminder', 'id')) + 10000000)
                    """)
                .query(Long.class)
                .single();
            log.warn(
                "guard: what fell due before {} is held, see GET /api/reminders?state=UNKNOWN",
                until);
          }
        });
    return jdbc.sql("select started_at from guard where guard_until = :until")
        .param("until", Times.utc(until))
        .query(OffsetDateTime.class)
        .single();
  }

  /** Holds what waits although it fell due before the guard. */
  List<Courses.Step> holding(int limit, Instant now) {
    if (guardUntil == null) {
      return List.of();
    }
    return jdbc
        .sql(
            "select "
                + Courses.COLUMNS
                + """
                from reminder r
                where r.state in ('PLANNED', 'QUEUED', 'RETRY') and r.claim_at <= :now
                  and r.due_at < :until and (r.retried_at is null or r.retried_at < :from)
                order by r.id
                limit :limit
                for update skip locked
                """)
        .param("now", Times.utc(now))
        .param("until", until())
        .param("from", from())
        .param("limit", limit)
        .query((row, n) -> Courses.read(row))
        .list()
        .stream()
        .map(course -> new Courses.Step(course, course.hold(WHY), now))
        .toList();
  }

  /** Before anything else runs, so that no number is given twice. */
  @Override
  public int getPhase() {
    return Integer.MIN_VALUE;
  }

  @Override
  public boolean isAutoStartup() {
    return guardUntil != null;
  }

  @Override
  public void start() {
    Sight.ALL.run(this::from);
  }

  @Override
  public void stop() {}

  @Override
  public boolean isRunning() {
    return from != null;
  }
}
