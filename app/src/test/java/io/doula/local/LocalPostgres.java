package io.doula.local;

import io.doula.core.CannotStart;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * PostgreSQL 18 with its files in {@code .local/postgres}. What was committed survives the death of
 * any process, the server's own included; only a power cut can take it (fsync is off: this is a
 * place to try things).
 */
final class LocalPostgres {
  private static final String READY = "doula.ready";

  private final EmbeddedPostgres server;
  private final Path data;
  private volatile boolean stopping;
  private volatile boolean ended;

  private LocalPostgres(EmbeddedPostgres server, Path data) {
    this.server = server;
    this.data = data;
  }

  /** Unpacks and initialises what is missing or was left half done, and starts. */
  static LocalPostgres start(LocalFolder folder) {
    Path programs = folder.resolve("programs");
    Path data = folder.resolve("postgres");
    beginAnewUnlessReady(folder, programs);
    beginAnewUnlessReady(folder, data);
    File log = folder.resolve("postgres.log").toFile();
    try {
      // no server of ours is alive here: a pid file only names a stranger who got the number since
      Files.deleteIfExists(data.resolve("postmaster.pid"));
      LocalPostgres postgres = new LocalPostgres(server(programs, data, log).start(), data);
      postgres.makeDatabase();
      markReady(programs);
      markReady(data);
      return postgres;
    } catch (IOException | RuntimeException e) {
      throw new CannotStart(
          "PostgreSQL did not start: %s. Its log is %s. To begin with new demo data, remove %s."
              .formatted(e.getMessage(), log, folder));
    }
  }

  /** The program's own login, which owns its database and is no superuser, as in production. */
  String url() {
    return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/doula";
  }

  /** Runs it once when the server ends without having been stopped here. */
  void ifItEnds(Runnable told) {
    process()
        .ifPresent(
            process ->
                process
                    .onExit()
                    .thenRun(
                        () -> {
                          ended = true;
                          if (!stopping) {
                            told.run();
                          }
                        }));
  }

  void stop() {
    stopping = true;
    if (ended) {
      return;
    }
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<ProcessHandle> process() {
    try (Stream<String> lines = Files.lines(data.resolve("postmaster.pid"))) {
      return lines.findFirst().map(String::strip).map(Long::valueOf).flatMap(ProcessHandle::of);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static EmbeddedPostgres.Builder server(Path programs, Path data, File log) {
    return EmbeddedPostgres.builder()
        .setOverrideWorkingDirectory(programs.toFile())
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setRegisterShutdownHook(false)
        .setPGStartupWait(Duration.ofSeconds(40))
        .setLocaleConfig("locale", "C")
        .setLocaleConfig("locale-provider", "builtin")
        .setLocaleConfig("builtin-locale", "C.UTF-8")
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("max_connections", "100")
        .setServerConfig("listen_addresses", "127.0.0.1")
        .setServerConfig("unix_socket_directories", "")
        // an error's detail would say whose row it was
        .setServerConfig("log_error_verbosity", "terse")
        .setErrorRedirector(ProcessBuilder.Redirect.to(log))
        .setOutputRedirector(ProcessBuilder.Redirect.to(log));
  }

  private void makeDatabase() {
    DataSource asSuperuser = server.getPostgresDatabase();
    JdbcClient jdbc = JdbcClient.create(asSuperuser);
    if (isMissing(jdbc, "select count(*) from pg_roles where rolname = 'doula'")) {
      jdbc.sql("create role doula login").update();
    }
    if (isMissing(jdbc, "select count(*) from pg_database where datname = 'doula'")) {
      jdbc.sql("create database doula owner doula").update();
    }
  }

  private static boolean isMissing(JdbcClient jdbc, String count) {
    return jdbc.sql(count).query(Integer.class).single() == 0;
  }

  private static void beginAnewUnlessReady(LocalFolder folder, Path part) {
    if (!Files.exists(part.resolve(READY))) {
      folder.delete(part);
    }
  }

  private static void markReady(Path part) throws IOException {
    if (!Files.exists(part.resolve(READY))) {
      Files.createFile(part.resolve(READY));
    }
  }
}
