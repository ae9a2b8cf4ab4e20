package io.doula.functions.local;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** PostgreSQL 18 where the template makes an RDS one: empty, and gone with the stack. */
final class Postgres implements AutoCloseable {
  private final EmbeddedPostgres server;
  private final Leash leash;

  private Postgres(EmbeddedPostgres server, Leash leash) {
    this.server = server;
    this.leash = leash;
  }

  static Postgres start(Path folder) throws IOException {
    Path data = folder.resolve("postgres");
    Path log = folder.resolve("postgres.log");
    EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setRegisterShutdownHook(false)
            .setLocaleConfig("locale", "C")
            .setLocaleConfig("locale-provider", "builtin")
            .setLocaleConfig("builtin-locale", "C.UTF-8")
            .setServerConfig("listen_addresses", "127.0.0.1")
            .setServerConfig("unix_socket_directories", "")
            .setServerConfig("log_error_verbosity", "terse")
            .setErrorRedirector(ProcessBuilder.Redirect.to(log.toFile()))
            .setOutputRedirector(ProcessBuilder.Redirect.to(log.toFile()))
            .start();
    long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
    Postgres postgres = new Postgres(server, Leash.quit(pid, folder));
    postgres.execute("create role doula login", "create database doula owner doula");
    return postgres;
  }

  /** What RDS adds to the login's secret. The server believes whoever comes from this machine. */
  Map<String, Object> login() {
    return Map.of(
        "engine",
        "postgres",
        "host",
        "127.0.0.1",
        "port",
        server.getPort(),
        "dbname",
        "doula",
        "username",
        "doula");
  }

  /** For who sees everything. */
  Connection connection() throws SQLException {
    return server.getDatabase("postgres", "doula").getConnection();
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      System.err.println("PostgreSQL did not stop: " + e.getMessage());
    }
    leash.close();
  }

  private void execute(String... statements) throws IOException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }
}
