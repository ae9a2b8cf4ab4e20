package io.doula.database;

import io.doula.core.ProgramClock;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * PostgreSQL's clock: the same for every process on one database, however wrong their own clocks
 * are.
 */
@Component
@Profile("!local")
class DatabaseClock implements ProgramClock {
  private final JdbcClient jdbc;

  DatabaseClock(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Instant now() {
    return OfNobody.ask(
        () ->
            jdbc.sql("select clock_timestamp()").query(OffsetDateTime.class).single().toInstant());
  }
}
