package io.doula.functions.local;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

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
    Postgres postgres = new Postgres(server, Leash.quit(pid));
    postgres.execute("create role doula login", "create database doula owner doula");
    return postgres;
  }

  /** The login as RDS writes it into a secret. The server believes whoever comes from here. */
  String secret(String password) {
    Map<String, Object> login = new LinkedHashMap<>();
    login.put("engine", "postgres");
    login.put("host", "127.0.0.1");
    login.put("port", server.getPort());
    login.put("dbname", "doula");
    login.put("username", "doula");
    login.put("password", password);
    return new JsonMapper().writeValueAsString(login);
  }

  Connection connection() throws SQLException {
    return server.getDatabase("doula", "doula").getConnection();
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
