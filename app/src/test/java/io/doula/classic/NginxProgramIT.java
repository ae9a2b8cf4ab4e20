package io.doula.classic;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.testing.EmbeddedDatabase;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** doula.jar on its socket behind the shipped Nginx files; the last test stops it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NginxProgramIT {
  private static final Pattern STYLE = Pattern.compile("/static/doula-[0-9a-f]{12}\\.css");

  private static Gate gate;
  private static RunningJar program;
  private static JdbcClient database;
  private static Map<String, String> settings;

  @BeforeAll
  static void open() throws Exception {
    gate = Gate.open();
    gate.unpackStatic();
    String url = EmbeddedDatabase.url("nginx");
    database = JdbcClient.create(EmbeddedDatabase.asSuperuser("nginx"));
    settings =
        Map.of(
            "SPRING_DATASOURCE_URL", url.replaceFirst("\\?.*", ""),
            "SPRING_DATASOURCE_USERNAME", EmbeddedDatabase.OWNER,
            "SPRING_DATASOURCE_PASSWORD", "any",
            "DOULA_SECRET_KEY", "a key for tests only, thirty-two characters or more",
            "DOULA_ROLES", "web");
    // as after a kill -9: the file is there and nobody listens
    ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(gate.socket()))
        .close();
    program = RunningJar.begin(gate.root, gate.socket(), settings).ready();
  }

  @AfterAll
  static void close() throws Exception {
    if (program != null) {
      program.close();
    }
    if (gate != null) {
      gate.close();
    }
  }

  @Test
  void theProgramsGroupMayCallByTheSocketAndNobodyElse() throws Exception {
    assertThat(PosixFilePermissions.toString(RunningJar.callers(gate.socket())))
        .isEqualTo("rw-rw----");
  }

  @Test
  void aSecondProgramDoesNotTakeTheSocket() throws Exception {
    try (RunningJar second = RunningJar.begin(gate.root, gate.socket(), settings)) {
      assertThat(second.end()).isEqualTo(1);
      assertThat(second.said())
          .contains("Another program listens on DOULA_SOCKET")
          .doesNotContain("\tat ");
    }
    assertThat(Caller.of(gate).get("/health/").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /, 200",
    "HEAD, /, 200",
    "GET, /app/sign-in, 200",
    "GET, /health, 200",
    "GET, /api/openapi.json, 200",
    "GET, /api/mothers/, 401",
    "GET, /nowhere, 404",
    "GET, /api/token, 405",
    "POST, /api/token, 400",
    "POST, /app/sign-in, 403",
    "POST, /webhooks/whatsapp, 404",
    "GET, /unsubscribe/none, 404",
    "GET, //app, 400",
    "GET, /%ff, 400"
  })
  void eachAnswerCarriesEachSafetyHeaderOnce(String method, String path, int status) {
    Reply reply = Caller.of(gate).from("127.0.0.51").send(method, path, new byte[0]);
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.header("Content-Security-Policy")).contains("frame-ancestors 'none'");
    assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(reply.header("X-Frame-Options")).isEqualTo("DENY");
    assertThat(reply.header("Referrer-Policy")).isEqualTo("same-origin");
    assertThat(reply.header("Strict-Transport-Security")).isEqualTo("max-age=63072000");
    assertThat(reply.header("Cache-Control")).contains("no-store");
    assertThat(reply.header("Server")).isEqualTo("nginx");
  }

  /** What Nginx sends with its own answers must not fall behind what the program sends. */
  @Test
  void nginxsOwnAnswersCarryWhatTheProgramsDo() {
    Reply programs = Caller.of(gate).get("/nowhere");
    Reply nginxs = Caller.of(gate).get("/static/nowhere");
    for (String name :
        new String[] {
          "Content-Security-Policy",
          "X-Content-Type-Options",
          "X-Frame-Options",
          "Referrer-Policy",
          "Permissions-Policy",
          "Cross-Origin-Opener-Policy",
          "Cross-Origin-Resource-Policy"
        }) {
      assertThat(nginxs.header(name)).as(name).isEqualTo(programs.header(name));
    }
  }

  @Test
  void aSignInIsCountedByTheAddressOfTheCallerWhateverHeClaims() {
    byte[] wrong = "{\"username\":\"asha\",\"password\":\"not the right one\"}".getBytes();
    for (int i = 0; i < 3; i++) {
      Reply reply =
          Caller.of(gate)
              .from("127.0.0.52")
              .post(
                  "/api/token",
                  wrong,
                  "Content-Type: application/json",
                  "X-Forwarded-For: 203.0.113." + i,
                  "X-Real-IP: 203.0.113." + i,
                  "Forwarded: for=203.0.113." + i);
      assertThat(reply.status()).isEqualTo(401);
    }
    assertThat(RunningJar.addresses(database)).containsExactly("127.0.0.52");
  }

  @Test
  void theProgramKnowsThatTlsIsSpoken() {
    Reply form = Caller.of(gate).get("/app/sign-in", "X-Forwarded-Proto: http");
    assertThat(form.header("Set-Cookie")).startsWith("__Host-doula-form=").contains("; Secure");
    assertThat(Caller.of(gate).get("/app").header("Location")).startsWith("/app/sign-in");
  }

  @ParameterizedTest
  @CsvSource({"X-Forwarded-For: 127.0.0.1", "Forwarded: for=127.0.0.1"})
  void measurementsAreNotForNeighboursThatComeThroughNginx(String claim) {
    assertThat(Caller.of(gate).get("/metrics").status()).isEqualTo(401);
    assertThat(Caller.of(gate).get("/metrics", claim).status()).isEqualTo(401);
  }

  @Test
  void theApiIsCompressedForWhoAsks() {
    Reply description = Caller.of(gate).get("/api/openapi.json", "Accept-Encoding: gzip, br");
    assertThat(description.header("Content-Encoding")).isEqualTo("gzip");
    assertThat(description.json().path("openapi").asString()).startsWith("3");
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void stoppedItTakesItsSocketAwayAndPagesKeepTheirStyle() throws Exception {
    Matcher style = STYLE.matcher(Caller.of(gate).get("/").text());
    assertThat(style.find()).isTrue();

    program.stop();
    assertThat(program.end()).isEqualTo(143);
    assertThat(Files.exists(gate.socket())).isFalse();

    assertThat(Caller.of(gate).get("/").status()).isEqualTo(502);
    Reply file = Caller.of(gate).get(style.group());
    assertThat(file.status()).isEqualTo(200);
    assertThat(file.header("Cache-Control")).contains("immutable");
  }
}
