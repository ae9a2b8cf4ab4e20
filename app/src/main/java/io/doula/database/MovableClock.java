package io.doula.database;

import io.doula.core.ProgramClock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The local profile's clock: PostgreSQL's plus an offset that is stored there, so that every
 * process sees one time.
 */
@Component
@Profile("local")
public class MovableClock implements ProgramClock {
  private final JdbcClient jdbc;

  MovableClock(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Instant now() {
    return OfNobody.ask(
        () ->
            jdbc.sql("select clock_timestamp() + ahead from local_clock")
                .query(OffsetDateTime.class)
                .single()
                .toInstant());
  }

  /** Moves the clock so that it shows the target now; it never goes back. */
  public void moveTo(Instant target) {
    Duration step = Duration.between(now(), target);
    if (!step.isNegative() && !step.isZero()) {
      jdbc.sql("update local_clock set ahead = ahead + make_interval(secs => :seconds)")
          .param("seconds", step.toNanos() / 1e9)
          .update();
    }
  }
}
