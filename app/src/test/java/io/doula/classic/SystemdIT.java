package io.doula.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.doula.testing.EmbeddedRedis;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The unit files as they are shipped. */
class SystemdIT {
  private static final Path UNITS = Host.CLONE.resolve("systemd");
  private static final int MOTHERS = 60;

  @TempDir Path folder;

  static Stream<String> services() throws IOException {
    try (Stream<Path> files = Files.list(UNITS)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".service"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @Test
  void systemdFindsNoFault() throws Exception {
    List<String> command = new ArrayList<>(List.of("systemd-analyze", "verify"));
    services().forEach(name -> command.add(UNITS.resolve(name).toString()));
    command.add(UNITS.resolve("doula.target").toString());
    assertThat(analyze(command)).isEmpty();
  }

  /** 13 is an exposure of 1.3. */
  @ParameterizedTest
  @MethodSource("services")
  void aServiceIsExposedByNoMoreThanItMust(String service) throws Exception {
    analyze(
        List.of(
            "systemd-analyze",
            "security",
            "--no-pager",
            "--offline=true",
            "--threshold=13",
            UNITS.resolve(service).toString()));
  }

  /** Fails unless it ends with 0. */
  private String analyze(List<String> command) throws Exception {
    assumeTrue(
        Host.has("systemd-analyze"), "SKIPPED: no systemd-analyze here, so units are not judged");
    Path said = folder.resolve("said.txt");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(said)).isZero();
    return Files.readString(said);
  }

  /** A cache is of use only under the flags it was made with. */
  @Test
  void theCacheIsMadeWithTheCollectorOfTheUnits() throws Exception {
    assertThat(Files.readString(UNITS.resolve("release"))).contains("-XX:+UseSerialGC");
    for (String service : List.of("web@", "worker@", "beat", "migrate")) {
      assertThat(Files.readString(UNITS.resolve("doula-" + service + ".service")))
          .containsPattern(
              "(?m)^ExecStart=/usr/bin/java -XX:\\+IgnoreUnrecognizedVMOptions -XX:AOTCache=\\S+ -XX:\\+UseSerialGC ");
    }
  }

  /** The database that the settings name is not there, so it can't have been asked. */
  @Test
  void aReleaseMakesTheCacheWithoutADatabaseAndStartsWithIt() throws Exception {
    Optional<Path> java = java25();
    assumeTrue(java.isPresent(), "SKIPPED: no JDK 25 here, so no cache is made");
    try (Host host = Host.alone("cache")) {
      host.settings(Map.of("SPRING_DATASOURCE_URL", "jdbc:postgresql://127.0.0.1:1/nowhere"));
      Host.Ended ended = host.releaseOn(java.get());
      assertThat(ended.said())
          .contains("making the cache", "The database could not be migrated")
          .doesNotContain("WARNING");
      try (Stream<Path> made = Files.walk(host.path("/opt/doula/releases"))) {
        assertThat(made.map(file -> file.getFileName().toString())).contains("doula.aot", "java");
      }
      assertThat(host.log("doula-migrate"))
          .as("Java finds no fault with the cache")
          .contains("The database does not answer")
          .doesNotContainIgnoringCase("aot");
    }
  }

  private static Optional<Path> java25() throws IOException {
    Path all = Path.of("/usr/lib/jvm");
    if (!Files.isDirectory(all)) {
      return Optional.empty();
    }
    try (Stream<Path> homes = Files.list(all)) {
      return homes
          .filter(home -> home.getFileName().toString().contains("25"))
          .map(home -> home.resolve("bin/java"))
          .filter(Files::isExecutable)
          .findFirst();
    }
  }

  @Test
  void aWorkerThatIsToldToStopUnderLoadLeavesNothingUnclear() throws Exception {
    AtomicInteger taken = new AtomicInteger();
    HttpServer meta = slowProvider(taken, Duration.ofSeconds(6));
    try (EmbeddedRedis redis = EmbeddedRedis.in(folder);
        Host host = Host.alone("drain")) {
      host.settings(settings(meta, redis.start() ? redis : null));
      installed(host);
      assertThat(host.systemctl("start", "doula-migrate.service").code()).isZero();
      everyMotherIsDue(host.jdbc());
      assertThat(host.systemctl("start", "doula-beat.service").code()).isZero();
      assertThat(host.systemctl("start", "doula-worker@1.service").code()).isZero();
      await().atMost(Duration.ofSeconds(60)).until(() -> taken.get() >= MOTHERS / 2);

      long started = System.nanoTime();
      assertThat(host.systemctl("stop", "doula-worker@1.service").code()).isZero();
      assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(25));

      assertThat(host.hadToKill()).isFalse();
      assertThat(count(host, "from attempt where outcome is null")).isZero();
      assertThat(count(host, "from reminder where state in ('SENDING', 'UNKNOWN')")).isZero();
      assertThat(count(host, "from attempt where outcome = 'ACCEPTED'")).isEqualTo(taken.get());
      assertThat(count(host, "from presence where role = 'worker'")).isEqualTo(1);
      assertThat(count(host, "from presence where role = 'beat'")).isEqualTo(1);
    } finally {
      meta.stop(0);
    }
  }

  private static int count(Host host, String what) {
    return host.jdbc().sql("select count(*) " + what).query(Integer.class).single();
  }

  private static Map<String, String> settings(HttpServer meta, EmbeddedRedis redis) {
    Map<String, String> settings =
        new java.util.HashMap<>(
            Map.of(
                "DOULA_TICK", "PT1S",
                "DOULA_WHATSAPP_BASE_URL", "http://127.0.0.1:" + meta.getAddress().getPort(),
                "DOULA_WHATSAPP_PHONE_NUMBER_ID", "106540352242922",
                "DOULA_WHATSAPP_TOKEN", "the-token",
                "DOULA_WHATSAPP_APP_SECRET", "the-app-secret",
                "DOULA_WHATSAPP_VERIFY_TOKEN", "verify",
                "DOULA_WHATSAPP_RATE", "0",
                "DOULA_PUBLIC_URL", "https://doula.example.org"));
    if (redis != null) {
      settings.put("REDIS_URL", redis.url());
    }
    return settings;
  }

  /** The jar unpacked as a release leaves it, without the release. */
  private static void installed(Host host) throws Exception {
    Path current = host.path("/opt/doula/current");
    Process extract =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-Djarmode=tools",
                "-jar",
                Host.JAR.toString(),
                "extract",
                "--destination",
                current.toString(),
                "--application-filename",
                "doula.jar")
            .redirectErrorStream(true)
            .redirectOutput(host.path("/opt/doula/said.txt").toFile())
            .start();
    assertThat(extract.waitFor()).isZero();
    Files.createSymbolicLink(host.path("/opt/doula/next"), current);
  }

  /** Accepts every message, in its own time. */
  private static HttpServer slowProvider(AtomicInteger taken, Duration pause) throws IOException {
    HttpServer meta =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ExecutorService threads = Executors.newCachedThreadPool();
    meta.setExecutor(threads);
    meta.createContext("/", exchange -> accept(exchange, taken.incrementAndGet(), pause));
    meta.start();
    return meta;
  }

  private static void accept(HttpExchange exchange, int number, Duration pause) throws IOException {
    exchange.getRequestBody().readAllBytes();
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    byte[] answer =
        "{\"messages\":[{\"id\":\"wamid.%d\"}]}".formatted(number).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  /** A baby of six weeks each, a dose due today, a reminder due now. */
  private static void everyMotherIsDue(JdbcClient jdbc) {
    for (String sql :
        List.of(
            """
            insert into clinic
              (name, country, time_zone, plan, language, quiet_from, quiet_to, send_at, created_at)
            values ('Kibera', 'KE', 'Africa/Nairobi', 'who', 'en', '00:00', '00:00', '09:00', now())
            """,
            """
            insert into mother
              (clinic_id, full_name, phone, channels, consent, consent_at, registered_at)
            select c.id, 'Neema ' || n, '+2547' || lpad(n::text, 8, '0'), '{whatsapp}', true, now(), now()
            from clinic c, generate_series(1, MOTHERS) n
            """,
            """
            insert into baby (mother_id, name, sex, birth_date, registered_at)
            select id, 'Zawadi', 'FEMALE', current_date - 42, now()
            from mother
            """,
            """
            insert into visit (mother_id, baby_id, kind, code, title, series, dose, vaccines, earliest,
              due, overdue_after, why, plan, plan_version)
            select mother_id, id, 'VACCINATION', 'DTP-1', 'DTP dose 1', 'DTP', 1, '{DTP}', current_date,
              current_date, current_date + 28, 'for a test', 'who', 'test'
            from baby
            """,
            """
            insert into reminder (mother_id, day, kind, due_at, expires_at, state, why, channel,
              claim_at, created_at)
            select id, current_date, 'DUE', now(), now() + interval '12 hours', 'PLANNED', 'for a test',
              'whatsapp', now(), now()
            from mother
            """,
            """
            insert into reminder_visit (reminder_id, visit_id, kind)
            select r.id, v.id, 'DUE'
            from reminder r
            join visit v on v.mother_id = r.mother_id
            """)) {
      jdbc.sql(sql.replace("MOTHERS", String.valueOf(MOTHERS))).update();
    }
  }
}
