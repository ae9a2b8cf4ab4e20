package io.doula.classic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Nginx answers itself, and how it hands on what the program answers. */
class NginxAnswersIT {
  private static final String STYLE = "/static/doula-0123456789ab.css";
  private static final byte[] NOTHING = new byte[0];

  private static Gate gate;
  private static StandIn program;

  /** Nginx before a socket that is not there, as while the program is stopped. */
  private static Gate alone;

  @BeforeAll
  static void open() throws Exception {
    gate = Gate.open();
    alone = Gate.open();
    program = StandIn.at(gate.socket());
    for (Gate one : List.of(gate, alone)) {
      Files.writeString(one.staticFiles().resolve("doula-0123456789ab.css"), "a{}".repeat(1000));
      Files.writeString(one.staticFiles().resolve("plain.css"), "a{}");
      Files.writeString(one.staticFiles().resolveSibling("static.names"), "not to be seen");
      Files.writeString(one.challenges().resolve("proof"), "the proof");
    }
  }

  @AfterAll
  static void close() throws Exception {
    if (gate != null) {
      program.close();
      gate.close();
      alone.close();
    }
  }

  @Test
  void httpIsSentToHttps() {
    Reply reply = Caller.of(gate).plain(get("/app/?next=/x%20y"));
    assertThat(reply.status()).isEqualTo(301);
    assertThat(reply.header("Location")).isEqualTo("https://doula.example.org/app/?next=/x%20y");
    assertThat(reply.header("Server")).isEqualTo("nginx");
    assertThat(reply.headers("Strict-Transport-Security")).as("only TLS may say it").isEmpty();
  }

  @Test
  void certbotsProofIsServedWithoutTls() {
    Reply proof = Caller.of(gate).plain(get("/.well-known/acme-challenge/proof"));
    assertThat(proof.status()).isEqualTo(200);
    assertThat(proof.text()).isEqualTo("the proof");
    assertThat(Caller.of(gate).plain(get("/.well-known/acme-challenge/none")).status())
        .isEqualTo(404);
  }

  private static String get(String path) {
    return "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(path, Gate.NAME);
  }

  @Test
  void aStaticFileIsServedWhileTheProgramIsStoppedAndKeptForAYear() {
    Reply file = Caller.of(alone).get(STYLE);
    assertThat(file.status()).isEqualTo(200);
    assertThat(file.header("Content-Type")).isEqualTo("text/css");
    assertThat(file.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
    assertThat(file.body()).hasSize(3000);
    assertSafe(file);

    Reply again = Caller.of(alone).get(STYLE, "If-None-Match: " + file.header("ETag"));
    assertThat(again.status()).isEqualTo(304);
    assertThat(again.header("Cache-Control")).contains("immutable");
    Reply head = Caller.of(alone).send("HEAD", STYLE, NOTHING);
    assertThat(head.header("Content-Length")).isEqualTo("3000");
    assertThat(head.body()).isEmpty();
    assertThat(Caller.of(alone).get("/static/plain.css").header("Cache-Control"))
        .as("its content may change")
        .isEqualTo("no-cache");
  }

  @Test
  void aStaticFileIsCompressedForWhoAsks() {
    Reply zipped = Caller.of(gate).get(STYLE, "Accept-Encoding: gzip");
    assertThat(zipped.header("Content-Encoding")).isEqualTo("gzip");
    assertThat(zipped.header("Vary")).isEqualTo("Accept-Encoding");
    assertThat(zipped.raw()).hasSizeLessThan(2000);
    assertThat(zipped.body()).hasSize(3000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/static/none-0123456789ab.css", "/static/", "/static/.names"})
  void whatIsNoStaticFileIsNotThere(String path) {
    Reply reply = Caller.of(alone).get(path);
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
    assertThat(reply.text()).contains("<h1>Not Found</h1>");
    assertSafe(reply);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/static../static.names",
        "/static/../static.names",
        "/static/%2e%2e/static.names",
        "/static/..%2fstatic.names",
        "/static//../static.names",
        "/static/x/../../static.names",
        "/static/..;/static.names",
        "/static/..\\static.names"
      })
  void nothingOutsideTheFolderIsServed(String path) {
    Reply reply = Caller.of(alone).get(path);
    assertThat(reply.status()).isIn(400, 404, 502);
    assertThat(reply.text()).doesNotContain("not to be seen");
  }

  @Test
  void aStaticFileTakesNoPost() {
    Reply reply = Caller.of(alone).post(STYLE, NOTHING);
    assertThat(reply.status()).isEqualTo(405);
    assertSafe(reply);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/mothers", "/webhooks/sns", "/health/", "/metrics", "/api/token"})
  void aProgramIsToldOfTheStoppedProgramInItsWords(String path) {
    Reply reply = Caller.of(alone).post(path, "{}".getBytes());
    assertThat(reply.status()).isEqualTo(502);
    assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(reply.header("Retry-After")).isEqualTo("5");
    assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
    assertThat(reply.json().path("type").asString()).isEqualTo("about:blank");
    assertThat(reply.json().path("title").asString()).isEqualTo("Bad Gateway");
    assertThat(reply.json().path("status").asInt()).isEqualTo(502);
    assertSafe(reply);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/app/", "/unsubscribe/x", "/apiary", "/healthy"})
  void aPersonIsToldOfTheStoppedProgramByAPage(String path) {
    Reply reply = Caller.of(alone).get(path);
    assertThat(reply.status()).isEqualTo(502);
    assertThat(reply.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(reply.text()).contains("does not answer just now", "<html lang=\"en\">");
    assertSafe(reply);
  }

  @Test
  void theFaultsOwnAddressesAreNotThere() {
    assertThat(Caller.of(gate).get("/doula-fault/problem").status()).isEqualTo(404);
    assertThat(Caller.of(gate).get("/doula-fault/page").status()).isEqualTo(404);
  }

  /** What is secret in a page could be guessed from how well it is compressed. */
  @Test
  void theApiIsCompressedAndPagesAreNot() {
    Reply api = Caller.of(gate).get("/api/mothers", "Accept-Encoding: gzip");
    assertThat(api.header("Content-Encoding")).isEqualTo("gzip");
    assertThat(api.header("ETag")).isEqualTo("W/\"7\"");
    assertThat(api.json()).hasSize(2001);
    Reply page = Caller.of(gate).get("/app/", "Accept-Encoding: gzip");
    assertThat(page.headers("Content-Encoding")).isEmpty();
    assertThat(page.header("ETag")).isEqualTo("\"7\"");
  }

  @Test
  void theProgramsHeadersPassOnceAndTlsIsNginxs() {
    Reply reply = Caller.of(gate).get("/app/");
    assertThat(reply.header("X-Frame-Options")).isEqualTo("DENY");
    assertThat(reply.header("Strict-Transport-Security")).isEqualTo("max-age=63072000");
    assertThat(reply.header("Server")).isEqualTo("nginx");
  }

  /** The first instance takes the request and dies; whether it was done, nobody knows. */
  @Test
  void aPostIsNeverSentTwiceAndAGetFindsTheOtherInstance() throws Exception {
    for (String method : List.of("POST", "PATCH", "GET")) {
      try (Gate two = Gate.open();
          StandIn dying = StandIn.hangingUpAt(two.socket());
          StandIn other = StandIn.at(two.socket().resolveSibling("web-b.sock"))) {
        Reply reply = Caller.of(two).send(method, "/api/mothers", NOTHING);
        boolean safe = method.equals("GET");
        assertThat(reply.status()).as(method).isEqualTo(safe ? 200 : 502);
        assertThat(dying.heard).as(method).hasSize(1);
        assertThat(other.heard).as(method).hasSize(safe ? 1 : 0);
      }
    }
  }

  /** What one instance never got may go to the other, also a POST. */
  @Test
  void aPostGoesToTheOtherInstanceWhenOneDoesNotListen() throws Exception {
    try (Gate two = Gate.open();
        StandIn other = StandIn.at(two.socket().resolveSibling("web-b.sock"))) {
      assertThat(Caller.of(two).post("/api/mothers", NOTHING).status()).isEqualTo(200);
      assertThat(other.heard).hasSize(1);
    }
  }

  private static void assertSafe(Reply reply) {
    assertThat(reply.header("Content-Security-Policy")).contains("frame-ancestors 'none'");
    assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(reply.header("X-Frame-Options")).isEqualTo("DENY");
    assertThat(reply.header("Referrer-Policy")).isEqualTo("same-origin");
    assertThat(reply.header("Permissions-Policy")).contains("camera=()");
    assertThat(reply.header("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
    assertThat(reply.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
    assertThat(reply.header("Strict-Transport-Security")).isEqualTo("max-age=63072000");
    assertThat(reply.header("Server")).isEqualTo("nginx");
  }
}
