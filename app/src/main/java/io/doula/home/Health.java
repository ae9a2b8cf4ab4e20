package io.doula.home;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Repository;

/** Whether reminders leave in time. */
@Repository
public class Health {
  /** How long something due may wait for a worker before delivery counts as down. */
  public static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final int TIMEOUT_SECONDS = 2;

  private final NamedParameterJdbcTemplate jdbc;

  Health(DataSource database) {
    JdbcTemplate impatient = new JdbcTemplate(database);
    impatient.setQueryTimeout(TIMEOUT_SECONDS);
    this.jdbc = new NamedParameterJdbcTemplate(impatient);
  }

  /**
   * How long the reminder that has waited longest for a worker has been due; zero when none waits.
   * One past its expiry waits too, for whoever claims to end it; so does one whose worker let its
   * lease lapse.
   *
   * @throws org.springframework.dao.DataAccessException when the database does not answer
   */
  public Duration oldestDue(Instant now) {
    Timestamp oldest =
        jdbc.queryForObject(
            """
            select least(
              (select min(claim_at) from reminder
               where state in ('PLANNED', 'QUEUED', 'RETRY') and claim_at <= :now),
              (select min(lease_until) from reminder
               where state = 'SENDING' and lease_until <= :now))
            """,
            Map.of("now", Timestamp.from(now)),
            Timestamp.class);
    return oldest == null ? Duration.ZERO : Duration.between(oldest.toInstant(), now);
  }
}
