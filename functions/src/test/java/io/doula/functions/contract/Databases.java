package io.doula.functions.contract;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A database for each door on one PostgreSQL, alike to the row: the same requests in the same order
 * then get the same ids.
 */
public final class Databases implements AutoCloseable {
  private final EmbeddedPostgres postgres;

  public Databases() throws IOException, SQLException {
    postgres =
        EmbeddedPostgres.builder()
            .setLocaleConfig("locale", "C")
            .setServerConfig("fsync", "off")
            .start();
    run("postgres", "create role doula login");
  }

  /** For the program's login, which owns the database and is no superuser. */
  public String url(String name) {
    return postgres.getJdbcUrl("doula", name);
  }

  public void create(String name, String like) throws SQLException {
    run("postgres", "create database " + name + " template " + like + " owner doula");
  }

  /** Runs a statement in one database. */
  public void run(String database, String sql) throws SQLException {
    try (Connection connection = postgres.getDatabase("postgres", database).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Stops the server: nobody answers any more. */
  @Override
  public void close() throws IOException {
    postgres.close();
  }
}
