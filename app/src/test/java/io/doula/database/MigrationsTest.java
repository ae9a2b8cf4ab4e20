package io.doula.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.doula.core.CannotStart;
import io.doula.testing.DoulaTest;
import io.doula.testing.EmbeddedDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;

/** Migrations while others work on the tables. */
@DoulaTest
class MigrationsTest {
  private static final Duration MOMENT = Duration.ofMillis(100);

  @TempDir Path folder;
  @Autowired Flyway programs;
  private String url = "";

  @BeforeEach
  void aDatabaseWithATable() throws Exception {
    url = EmbeddedDatabase.url("migrations");
    sql("drop schema public cascade; create schema public; create table cradle (id bigint)");
  }

  @Test
  void theProgramsMigrationsDoNotWaitLongForATable() {
    assertThat(programs.getConfiguration().getInitSql()).contains("set lock_timeout = '2s'");
  }

  @Test
  @Timeout(60)
  void aTableInUseIsTriedAgainUntilItIsFree() throws Exception {
    migration("V1__name.sql", "alter table cradle add column name text");
    try (Connection user = DriverManager.getConnection(url)) {
      hold(user);
      CompletableFuture<Void> free =
          CompletableFuture.runAsync(
              () -> end(user), CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS));
      new Migrations(true, 100, MOMENT).migrate(flyway());
      free.join();
    }
    sql("select name from cradle");
  }

  @Test
  @Timeout(60)
  void aTableThatStaysInUseEndsTheMigrationWithASentence() throws Exception {
    migration("V1__name.sql", "alter table cradle add column name text");
    try (Connection user = DriverManager.getConnection(url)) {
      hold(user);
      assertThatThrownBy(() -> new Migrations(true, 3, MOMENT).migrate(flyway()))
          .isInstanceOf(CannotStart.class)
          .hasMessageContaining("3 times, and gave up; the tables are as they were");
      end(user);
    }
  }

  @Test
  void anOlderProgramStartsOnTheTablesOfANewerOne() throws Exception {
    migration("V1__name.sql", "alter table cradle add column name text");
    migration("V2__sex.sql", "alter table cradle add column sex text");
    new Migrations(true).migrate(flyway());
    Files.delete(folder.resolve("V2__sex.sql"));

    new Migrations(false).migrate(flyway());
    new Migrations(true).migrate(flyway());
    sql("select sex from cradle");
  }

  private void migration(String name, String sql) throws Exception {
    Files.writeString(folder.resolve(name), sql);
  }

  private Flyway flyway() {
    return Flyway.configure()
        .dataSource(url, EmbeddedDatabase.OWNER, "any")
        .initSql("set lock_timeout = '200ms'")
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .locations("filesystem:" + folder)
        .load();
  }

  private void sql(String sql) throws Exception {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void hold(Connection user) throws Exception {
    user.setAutoCommit(false);
    try (Statement statement = user.createStatement()) {
      statement.execute("select * from cradle");
    }
  }

  private static void end(Connection user) {
    try {
      user.commit();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
