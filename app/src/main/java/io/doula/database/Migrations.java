package io.doula.database;

import io.doula.core.CannotStart;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
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
  private final boolean atStart;

  Migrations(@Value("${doula.migrate-at-start:false}") boolean atStart) {
    this.atStart = atStart;
  }

  @Override
  public void migrate(Flyway flyway) {
    if (atStart) {
      flyway.migrate();
    } else {
      refusePending(flyway);
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
