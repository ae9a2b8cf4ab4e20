package io.doula.bench.parts;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** PostgreSQL 18 from Maven's artifacts, as a process that can be stopped the hard way. */
public final class Postgres {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Children children;
  private final Path programs;
  private final Path data;
  private final int port;
  private Process process;

  /**
   * @param programs where its programs are unpacked, and found again by the next run
   */
  public Postgres(Children children, Path programs) throws IOException, InterruptedException {
    this.children = children;
    this.programs = programs;
    this.data = children.folder().resolve("postgres");
    this.port = Ports.free();
    initialise();
    this.process = server();
    awaitAnswer();
    run("create role doula login", "create database doula owner doula");
  }

  /** The program's database; its login is {@code doula}, which is no superuser. */
  public String url() {
    return "jdbc:postgresql://127.0.0.1:%d/doula".formatted(port);
  }

  /** A connection of the superuser to the program's database. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url(), "postgres", "");
  }

  /** As {@code pg_ctl stop -m immediate}: no checkpoint, every connection is cut. */
  public void stopImmediately() throws IOException, InterruptedException {
    Children.signal(process, "QUIT");
    process.waitFor();
  }

  /** Recovers from its log and answers again. */
  public void startAgain() throws IOException, InterruptedException {
    process = server();
    awaitAnswer();
  }

  private void initialise() throws IOException {
    EmbeddedPostgres.builder()
        .setOverrideWorkingDirectory(programs.toFile())
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setLocaleConfig("locale", "C")
        .setLocaleConfig("locale-provider", "builtin")
        .setLocaleConfig("builtin-locale", "C.UTF-8")
        .start()
        .close();
  }

  /** With fsync, as in production; what zonky wrote into the data folder is overruled. */
  private Process server() throws IOException {
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      // PostgreSQL refuses root: in a user name space of its own it is nobody
      command.addAll(List.of("unshare", "-U"));
    }
    command.add(program().toString());
    command.addAll(List.of("-D", data.toString(), "-p", Integer.toString(port)));
    for (String setting :
        List.of(
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "fsync=on",
            "synchronous_commit=on",
            "full_page_writes=on",
            "max_connections=200",
            "shared_buffers=512MB",
            "max_wal_size=4GB")) {
      command.addAll(List.of("-c", setting));
    }
    return children.start("postgres", Map.of(), command);
  }

  private Path program() throws IOException {
    try (Stream<Path> files = Files.walk(programs, 3)) {
      return files
          .filter(file -> file.endsWith("bin/postgres"))
          .findFirst()
          .orElseThrow(() -> new IOException("no PostgreSQL in " + programs));
    }
  }

  private void awaitAnswer() throws InterruptedException {
    Patience.orFail(
        "PostgreSQL answers",
        PATIENCE,
        () -> {
          try (Connection connection = superuser()) {
            return connection.isValid(1);
          }
        });
  }

  private void run(String... statements) throws IOException {
    try (Connection connection = superuser();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  private Connection superuser() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port), "postgres", "");
  }
}
