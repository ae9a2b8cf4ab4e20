package io.doula.database;

import io.doula.core.CannotStart;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.stereotype.Component;

/**
 * A start never changes the tables, it refuses to run on old ones; changing them is the command
 * {@code migrate}. Only the local profile and the tests, where nobody else is on the database,
 * migrate at start.
 */
@Component
class Migrations implements FlywayMigrationStrategy {
  private static final Logger log = LoggerFactory.getLogger(Migrations.class);
  private static final int MOST_TRIES = 20;
  private static final Duration PAUSE = Duration.ofSeconds(3);

  /** PostgreSQL's code for a lock that was not had in time (lock_timeout). */
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private final boolean atStart;
  private final int mostTries;
  private final Duration pause;

  @Autowired
  Migrations(@Value("${doula.migrate-at-start:false}") boolean atStart) {
    this(atStart, MOST_TRIES, PAUSE);
  }

  /**
   * @param mostTries how often a migration is begun that does not get its locks
   * @param pause between two of them
   */
  Migrations(boolean atStart, int mostTries, Duration pause) {
    this.atStart = atStart;
    this.mostTries = mostTries;
    this.pause = pause;
  }

  @Override
  public void migrate(Flyway flyway) {
    if (atStart) {
      migrateBetweenOthers(flyway);
    } else {
      refusePending(flyway);
    }
  }

  /**
   * The program runs on the tables meanwhile. A migration that does not get a lock within moments
   * lets the others pass and begins anew: each is one transaction, of which nothing stays.
   */
  private void migrateBetweenOthers(Flyway flyway) {
    for (int tries = 1; ; tries++) {
      try {
        flyway.migrate();
        return;
      } catch (FlywayException e) {
        if (!waitedForLock(e)) {
          throw e;
        }
        if (tries == mostTries) {
          throw new CannotStart(
              "The migration did not get a table that is in use, %d times, and gave up; the tables are as they were. Try again when no long work (a backup, a report) holds them."
                  .formatted(tries));
        }
        log.warn("a table to migrate is in use, once more in {}", pause);
        sleep();
      }
    }
  }

  private static boolean waitedForLock(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && LOCK_NOT_AVAILABLE.equals(sql.getSQLState())) {
        return true;
      }
    }
    return false;
  }

  private void sleep() {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotStart("The migration was interrupted; the tables are as they were.");
    }
  }

  /** Tables of a newer program are no obstacle: during a release the old one still runs on them. */
  private static void refusePending(Flyway flyway) {
    MigrationInfo[] pending = flyway.info().pending();
    if (pending.length > 0) {
      throw new CannotStart(
          "The database lacks %d migrations (%s). Run: java -jar doula.jar migrate"
              .formatted(
                  pending.length,
                  Arrays.stream(pending).map(Migrations::name).collect(Collectors.joining(", "))));
    }
  }

  private static String name(MigrationInfo migration) {
    return migration.isVersioned() ? "V" + migration.getVersion() : migration.getDescription();
  }
}
