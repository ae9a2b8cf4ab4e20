package io.doula.functions.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is shipped to Lambda, and what its start takes: sizes and counts that may not grow unseen.
 * Who has to raise a budget says why.
 */
class ZipIT {
  private static final Path ZIP = Path.of("target/doula-functions.zip");
  private static final long MOST_BYTES = 40_000_000;
  private static final int MOST_JARS = 130;

  /** A start of WebFunction loads about 7,800 on JDK 17 and 8,400 on 25, the JDK's own included. */
  private static final int MOST_CLASSES = 8_900;

  @TempDir static Path folder;
  private static Path code;
  private static Postgres postgres;
  private static Map<String, String> settings;

  @BeforeAll
  static void unpack() throws Exception {
    code = Zip.unpack(ZIP, folder.resolve("code"));
    postgres = Postgres.start(folder);
    settings = new HashMap<>();
    settings.put(
        "SPRING_DATASOURCE_URL",
        "jdbc:postgresql://127.0.0.1:%s/doula".formatted(postgres.login().get("port")));
    settings.put("SPRING_DATASOURCE_USERNAME", "doula");
    settings.put("SPRING_DATASOURCE_PASSWORD", "any");
    settings.put("DOULA_SECRET_KEY", "a key of a test, of thirty-two letters and more");
    settings.put("DOULA_ADMIN_PASSWORD", "a password of a test");
    try (FunctionProcess migrate = start("MigrateFunction", false, Map.of(), new Log())) {
      assertThat(migrate.invoke("1", json("{}"), Duration.ofMinutes(2)).text())
          .contains("\"version\"");
    }
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @Test
  void itHoldsWhatRunsInLambdaAndNothingElse() throws IOException {
    try (ZipFile zip = new ZipFile(ZIP.toFile())) {
      List<String> names = zip.stream().map(entry -> entry.getName()).toList();
      assertThat(names)
          .contains("io/doula/functions/WebFunction.class", "application-lambda.properties")
          .noneMatch(name -> name.matches("lib/.*(tomcat|jetty|undertow|netty|lettuce|picocli).*"))
          .noneMatch(name -> name.matches("lib/.*(embedded|junit|mockito|assertj|elasticmq|h2-).*"))
          .noneMatch(name -> name.contains("runtime-interface-client"))
          .noneMatch(name -> name.startsWith("io/doula/functions/local/"))
          .noneMatch(name -> name.endsWith("application-local.properties"));
      long jars = names.stream().filter(name -> name.startsWith("lib/")).count();
      System.out.printf("doula-functions.zip: %d bytes, %d jars%n", Files.size(ZIP), jars);
      assertThat(jars).isLessThanOrEqualTo(MOST_JARS);
    }
    assertThat(Files.size(ZIP)).isLessThanOrEqualTo(MOST_BYTES);
  }

  @Test
  void aStartLoadsNoMoreThanItsShare() throws Exception {
    Path loaded = folder.resolve("loaded");
    Map<String, String> telling =
        Map.of("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + loaded + "::filecount=0");
    try (FunctionProcess web = start("WebFunction", false, telling, new Log())) {
      try (Stream<String> lines = Files.lines(loaded)) {
        long classes = lines.count();
        System.out.printf(
            "WebFunction: %d classes, %.0f ms from exec to the first call for work%n",
            classes, web.initMillis());
        assertThat(classes).isLessThanOrEqualTo(MOST_CLASSES);
      }
    }
  }

  @Test
  void aSnapshotIsTakenAfterRequestsWereAnsweredAndHoldsNoConnection() throws Exception {
    Log log = new Log();
    try (FunctionProcess web = start("WebFunction", true, Map.of(), log)) {
      assertThat(log.all())
          .contains("rehearsed /health/: 200", "rehearsed /: 200", "rehearsed /api/clinics/: 401")
          .containsSubsequence(
              "rehearsed /api/openapi.json: 200", "Restarting Spring-managed lifecycle beans");
      assertThat(connections()).as("connections at the restore").isZero();

      assertThat(web.invoke("1", json(HEALTH), Duration.ofSeconds(30)).text())
          .contains("\"statusCode\":200");
      assertThat(connections()).isEqualTo(1);
    }
  }

  private static final String HEALTH =
      """
      {"version": "1.0", "httpMethod": "GET", "path": "/health/", "headers": {"Host": "a.example"},
       "multiValueHeaders": {"Host": ["a.example"]}, "requestContext": {"stage": "$default",
       "path": "/health/", "httpMethod": "GET", "identity": {"sourceIp": "192.0.2.1"}}}""";

  private static int connections() throws Exception {
    try (Connection connection = postgres.connection();
        Statement statement = connection.createStatement();
        ResultSet count =
            statement.executeQuery(
                """
                select count(*) from pg_stat_activity
                where datname = 'doula' and pid <> pg_backend_pid()
                """)) {
      count.next();
      return count.getInt(1);
    }
  }

  private static byte[] json(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static FunctionProcess start(
      String name, boolean snapStart, Map<String, String> more, Log log) throws Exception {
    Map<String, String> all = new HashMap<>(settings);
    all.putAll(more);
    FunctionSettings function =
        new FunctionSettings(
            name,
            "io.doula.functions." + name,
            "java25",
            1769,
            Duration.ofSeconds(60),
            snapStart,
            all);
    return FunctionProcess.start(function, code, log::add);
  }

  /** What a function wrote. */
  private static final class Log {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    void add(String line) {
      lines.add(line);
    }

    String all() {
      return String.join("\n", lines);
    }
  }
}
