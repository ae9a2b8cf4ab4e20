package io.doula.classic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How much, how often, how many at once and how slowly; each test calls from its own addresses. */
class NginxLimitsIT {
  private static Gate gate;
  private static StandIn program;

  @BeforeAll
  static void open() {
    gate = Gate.open();
    program = StandIn.at(gate.socket());
  }

  @AfterAll
  static void close() throws Exception {
    if (gate != null) {
      program.close();
      gate.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/api/mothers, 1048576, a JSON body may have up to 1 MB",
    "/api/imports, 5242880, an import may have up to 5 MB",
    "/api/imports/, 5242880, java -jar doula.jar import FILE.csv",
    "/api/token, 16384, a sign-in may have up to 16 KB",
    "/api/token/, 16384, a sign-in may have up to 16 KB",
    "/webhooks/whatsapp, 4194304, a provider's post may have up to 4 MB",
  })
  void aBodyOfTheAllowedSizePassesAndOneByteMoreDoesNot(String path, int most, String words) {
    Caller caller = Caller.of(gate).from("127.0.0.10");
    assertThat(caller.post(path, new byte[most]).status()).isEqualTo(200);
    assertThat(program.last().body()).isEqualTo(most);

    int before = program.heard.size();
    Reply refused = caller.post(path, new byte[most + 1]);
    assertThat(refused.status()).isEqualTo(413);
    assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(refused.json().path("status").asInt()).isEqualTo(413);
    assertThat(refused.json().path("detail").asString()).contains(words);
    assertThat(program.heard).hasSize(before);
  }

  @ParameterizedTest
  @CsvSource({
    "/app/sign-in, 16384",
    "/app/password/, 16384",
    "/app/reset, 16384",
    "/app/imports, 5242880",
    "/app/mothers, 1048576"
  })
  void aPagesFormIsRefusedWithAPage(String path, int most) {
    Caller caller = Caller.of(gate).from("127.0.0.11");
    assertThat(caller.post(path, new byte[most]).status()).isEqualTo(200);
    Reply refused = caller.post(path, new byte[most + 1]);
    assertThat(refused.status()).isEqualTo(413);
    assertThat(refused.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(refused.text()).contains("<h1>Content Too Large</h1>");
  }

  @Test
  void aBodyThatDoesNotSayItsLengthHasTheSameLimit() {
    String chunk = "10000\r\n" + "a".repeat(65536) + "\r\n";
    Reply refused = Caller.of(gate).raw(chunked("/api/mothers", chunk.repeat(17) + "0\r\n\r\n"));
    assertThat(refused.status()).isEqualTo(413);
    assertThat(refused.json().path("detail").asString()).contains("up to 1 MB");

    assertThat(
            Caller.of(gate).raw(chunked("/api/mothers", chunk.repeat(16) + "0\r\n\r\n")).status())
        .isEqualTo(200);
    // what the program gets says its length
    assertThat(program.last().headers("Content-Length")).containsExactly("1048576");
    assertThat(program.last().headers("Transfer-Encoding")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/api/token, 127.0.0.21",
    "/app/sign-in, 127.0.0.22",
    "/app/password, 127.0.0.23",
    "/app/sign-in/code, 127.0.0.27",
    "/app/reset, 127.0.0.28",
    "/app/account/second-factor, 127.0.0.29"
  })
  void whoTriesPasswordsInAVolleyIsRefused(String path, String address) {
    Caller caller = Caller.of(gate).from(address);
    Reply answers = caller.raw(volley(60, path));
    assertThat(answers.count(200)).isGreaterThanOrEqualTo(13);
    assertThat(answers.count(429)).isGreaterThanOrEqualTo(20);

    Reply refused = caller.post(path, new byte[0]);
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("Retry-After")).isEqualTo("10");
    assertThat(refused.header("Strict-Transport-Security")).contains("max-age=");
    boolean api = path.startsWith("/api");
    assertThat(refused.header("Content-Type"))
        .isEqualTo(api ? "application/problem+json" : "text/html; charset=utf-8");

    assertThat(caller.get("/app/sign-in").status()).as("looking is not counted").isEqualTo(200);
    assertThat(Caller.of(gate).from("127.0.0.24").post(path, new byte[0]).status())
        .as("another address is another's")
        .isEqualTo(200);
  }

  @Test
  void aFloodOfWebhooksIsRefused() {
    Reply answers = Caller.of(gate).from("127.0.0.25").raw(volley(600, "/webhooks/sns"));
    assertThat(answers.count(200)).isGreaterThan(100);
    assertThat(answers.count(429)).isGreaterThan(10);
    assertThat(answers.count(200) + answers.count(429)).isEqualTo(600);
  }

  @Test
  void oneAddressHasTwoHundredRequestsAtOnceAndNoMore() throws Exception {
    List<SSLSocket> open = new ArrayList<>();
    Caller caller = Caller.of(gate).from("127.0.0.26");
    try {
      for (int i = 0; i < 200; i++) {
        SSLSocket one = caller.secure();
        open.add(one);
        one.getOutputStream()
            .write(("GET /hold HTTP/1.1\r\nHost: " + Gate.NAME + "\r\n\r\n").getBytes());
      }
      for (int i = 0; i < 600 && holding() < 200; i++) {
        Thread.sleep(50);
      }
      assertThat(holding()).isEqualTo(200);
      assertThat(caller.get("/").status()).isEqualTo(429);
      assertThat(Caller.of(gate).from("127.0.0.27").get("/").status()).isEqualTo(200);
    } finally {
      program.held.countDown();
      for (SSLSocket one : open) {
        one.close();
      }
    }
  }

  private static long holding() {
    return program.heard.stream().filter(heard -> heard.head().startsWith("GET /hold")).count();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /\u0000", "POST /api/mothers HTTP/1.1\r\nContent-Length: x"})
  void nonsenseIsRefused(String start) {
    Reply refused = Caller.of(gate).raw(start + "\r\nHost: " + Gate.NAME + "\r\n\r\n");
    assertThat(refused.status()).isEqualTo(400);
  }

  @Test
  void largeHeadersAreRefused() {
    Reply header = Caller.of(gate).get("/api/mothers", "X-Large: " + "a".repeat(9000));
    assertThat(header.status()).isEqualTo(431);
    assertThat(header.header("Content-Type")).isEqualTo("application/problem+json");
    Reply address = Caller.of(gate).get("/api/mothers?q=" + "a".repeat(9000));
    assertThat(address.status()).isEqualTo(414);
    assertThat(address.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(Caller.of(gate).get("/api/mothers", "X-Large: " + "a".repeat(7000)).status())
        .isEqualTo(200);
  }

  /** A header that comes a byte a second, a body that stops half-way, a handshake that never is. */
  @Test
  void theSlowAreCutOff() throws Exception {
    String head = "POST /api/mothers HTTP/1.1\r\nHost: " + Gate.NAME + "\r\n";
    CompletableFuture<Duration> header = timed(() -> dribble(head + "X-Slow: "));
    CompletableFuture<Duration> body = timed(() -> stall(head + "Content-Length: 9\r\n\r\nabc"));
    CompletableFuture<Duration> silent = timed(() -> stall(""));
    assertThat(header.get(2, TimeUnit.MINUTES)).isBetween(seconds(9), seconds(30));
    assertThat(body.get(2, TimeUnit.MINUTES)).isBetween(seconds(14), seconds(35));
    assertThat(silent.get(2, TimeUnit.MINUTES)).isBetween(seconds(9), seconds(30));
    assertThat(program.heard).noneMatch(heard -> heard.head().contains("Content-Length: 9\r"));
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }

  private interface Call {
    void run() throws Exception;
  }

  private static CompletableFuture<Duration> timed(Call call) {
    return CompletableFuture.supplyAsync(
        () -> {
          long start = System.nanoTime();
          try {
            call.run();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
          return Duration.ofNanos(System.nanoTime() - start);
        },
        task -> new Thread(task).start());
  }

  private static void stall(String start) throws IOException {
    try (SSLSocket socket = Caller.of(gate).from("127.0.0.30").secure()) {
      socket.getOutputStream().write(start.getBytes(StandardCharsets.ISO_8859_1));
      Caller.until(socket);
    }
  }

  private static void dribble(String start) throws Exception {
    try (SSLSocket socket = Caller.of(gate).from("127.0.0.30").secure()) {
      socket.getOutputStream().write(start.getBytes(StandardCharsets.ISO_8859_1));
      CompletableFuture<Void> closed =
          CompletableFuture.runAsync(
              () -> {
                try {
                  Caller.until(socket);
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              },
              task -> new Thread(task).start());
      while (!closed.isDone()) {
        Thread.sleep(1000);
        try {
          socket.getOutputStream().write('a');
        } catch (IOException cut) {
          break;
        }
      }
      closed.get(10, TimeUnit.SECONDS);
    }
  }

  /** Many requests on one connection, none waiting for the one before. */
  private static String volley(int count, String path) {
    String one = "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Length: 2\r\n%s\r\n{}";
    return one.formatted(path, Gate.NAME, "").repeat(count - 1)
        + one.formatted(path, Gate.NAME, "Connection: close\r\n");
  }

  private static String chunked(String path, String body) {
    return "POST %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n%s"
        .formatted(path, Gate.NAME, body);
  }
}
