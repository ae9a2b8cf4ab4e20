package io.doula.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.channel.HttpPeer.Manner;
import io.doula.channel.Outcome.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.json.JsonMapper;

/** The channel against a provider that answers in every way there is. */
class WhatsAppChannelTest {
  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final Duration SHORT = Duration.ofMillis(400);
  private static final String TAKEN =
      "{\"messaging_product\":\"whatsapp\",\"contacts\":[{\"wa_id\":\"254700000901\"}],"
          + "\"messages\":[{\"id\":\"wamid.A1\",\"message_status\":\"accepted\"}]}";

  private final HttpPeer meta = new HttpPeer();
  private final WhatsAppChannel channel = channel(meta.base());

  @AfterEach
  void close() throws IOException {
    meta.close();
  }

  @Test
  void aMessageIsSentAsMetaWantsIt() {
    meta.answers(Manner.of(200, TAKEN));

    Outcome outcome = channel.send(message(), DEADLINE);

    assertThat(outcome).isEqualTo(Outcome.accepted("wamid.A1"));
    HttpPeer.Request sent = meta.requests().get(0);
    assertThat(sent.line()).isEqualTo("POST /v25.0/106540352242922/messages HTTP/1.1");
    assertThat(sent.head())
        .containsIgnoringCase("Authorization: Bearer the-token")
        .containsIgnoringCase("Content-Type: application/json");
    assertThat(new JsonMapper().readTree(sent.body()))
        .isEqualTo(
            new JsonMapper()
                .readTree(
                    """
                    {"messaging_product":"whatsapp","recipient_type":"individual","to":"+254700000901",
                     "type":"template",
                     "template":{"name":"doula_due_v1","language":{"code":"sw"},
                       "components":[{"type":"body","parameters":[
                         {"type":"text","text":"Amina"},{"type":"text","text":"Kibera \\"1\\""}]}]},
                     "biz_opaque_callback_data":"12:3"}
                    """));
  }

  @Test
  void aRegionalLanguageIsNamedAsMetaNamesIt() {
    assertThat(WhatsAppChannel.code("pt-BR")).isEqualTo("pt_BR");
    assertThat(List.of("en", "fr", "hi", "sw", "zu").stream().map(WhatsAppChannel::code))
        .containsExactly("en", "fr", "hi", "sw", "zu");
  }

  @Test
  void oneConnectionServesManyMessages() {
    meta.answers(Manner.of(200, TAKEN));
    for (int i = 0; i < 20; i++) {
      assertThat(channel.send(message(), DEADLINE).kind()).isEqualTo(Kind.ACCEPTED);
    }
    assertThat(meta.connections()).isEqualTo(1);
  }

  @Test
  void manyThreadsSendAtOnce() throws Exception {
    meta.answers(
        socket -> {
          Thread.sleep(20);
          Manner.of(200, TAKEN).answer(socket);
        });
    ExecutorService senders = Executors.newFixedThreadPool(50);
    try {
      List<Future<Outcome>> sent =
          IntStream.range(0, 1000)
              .mapToObj(i -> senders.submit(() -> channel.send(message(), DEADLINE)))
              .toList();
      for (Future<Outcome> each : sent) {
        assertThat(each.get().kind()).isEqualTo(Kind.ACCEPTED);
      }
    } finally {
      senders.shutdownNow();
    }
    assertThat(meta.requests()).hasSize(1000);
    assertThat(meta.connections()).isLessThanOrEqualTo(50);
  }

  @Test
  void whereNobodyListensNothingLeft() throws IOException {
    int port;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
    }
    Outcome outcome = channel(URI.create("http://127.0.0.1:" + port)).send(message(), DEADLINE);
    assertThat(outcome.kind()).isEqualTo(Kind.REFUSED);
    assertThat(outcome.detail()).contains("ConnectException");
    assertThat(outcome.pause()).isNull();
  }

  @Test
  void aNameThatIsNowhereMeansThatNothingLeft() {
    Outcome outcome = channel(URI.create("http://graph.invalid")).send(message(), DEADLINE);
    assertThat(outcome.kind()).isEqualTo(Kind.REFUSED);
  }

  @Test
  void whereTlsFailsNothingLeft() {
    meta.answers(Manner.of(200, TAKEN));
    Outcome outcome =
        channel(URI.create("https://127.0.0.1:" + meta.port())).send(message(), SHORT);
    assertThat(outcome.kind()).isEqualTo(Kind.REFUSED);
    assertThat(meta.requests()).isEmpty();
  }

  /** The kernel completes no more connections than the backlog has room for. */
  @Test
  void whoeverDoesNotEvenTakeTheConnectionGotNothing() throws Exception {
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      List<java.net.Socket> waiting = new java.util.ArrayList<>();
      for (int i = 0; i < 4; i++) {
        java.net.Socket socket = new java.net.Socket();
        waiting.add(socket);
        try {
          socket.connect(full.getLocalSocketAddress(), 200);
        } catch (java.net.SocketTimeoutException e) {
          break;
        }
      }
      long start = System.nanoTime();
      Outcome outcome =
          channel(URI.create("http://127.0.0.1:" + full.getLocalPort())).send(message(), SHORT);
      assertThat(outcome.kind()).isEqualTo(Kind.REFUSED);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
      for (java.net.Socket socket : waiting) {
        socket.close();
      }
    }
  }

  static Stream<Manner> unclearEnds() {
    return Stream.of(
        Manner.close(),
        Manner.reset(),
        Manner.silence(),
        Manner.trickle(200),
        Manner.trickle(500),
        Manner.flood(200),
        Manner.raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"messages\":"),
        Manner.raw("HTTP/1.1 200 O"),
        Manner.raw("nonsense\r\n\r\n"),
        halfAnAnswerThenTheEnd(),
        Manner.of(200, "{}"),
        Manner.of(200, "{\"messages\":[]}"),
        Manner.of(200, "{\"messages\":[{\"id\":\"\"}]}"),
        Manner.of(200, "<html>Welcome to the network</html>"),
        Manner.of(200, ""),
        Manner.of(301, "", "Location: http://127.0.0.1:1/"),
        Manner.of(307, "", "Location: http://127.0.0.1:1/"),
        Manner.of(408, "{\"error\":{\"code\":131026}}"),
        Manner.of(425, "{}"),
        Manner.of(500, "{\"error\":{\"code\":131000}}"),
        Manner.of(502, "Bad Gateway"),
        Manner.of(503, "{\"error\":{\"code\":2}}", "Retry-After: 3"),
        Manner.of(504, ""));
  }

  private static Manner halfAnAnswerThenTheEnd() {
    return socket -> {
      Manner.raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"mess").answer(socket);
      socket.close();
    };
  }

  @ParameterizedTest
  @MethodSource("unclearEnds")
  void withoutAClearAnswerTheOutcomeIsUnknownAndTheMessageLeftOnce(Manner manner)
      throws InterruptedException {
    meta.answers(manner);
    long start = System.nanoTime();

    Outcome outcome = channel.send(message(), SHORT);

    assertThat(outcome.kind()).isEqualTo(Kind.UNKNOWN);
    assertThat(outcome.detail()).isNotBlank();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    Thread.sleep(100);
    assertThat(meta.requests()).hasSize(1);
  }

  /** A kept connection that the peer closes just then is where clients like to repeat requests. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aKeptConnectionThatEndsOnceItHasReadIsNotTriedAgain(boolean reset) throws Exception {
    meta.answers(Manner.of(200, TAKEN));
    assertThat(channel.send(message(), DEADLINE).kind()).isEqualTo(Kind.ACCEPTED);
    meta.answers(reset ? Manner.reset() : Manner.close());

    assertThat(channel.send(message(), DEADLINE).kind()).isEqualTo(Kind.UNKNOWN);

    Thread.sleep(200);
    assertThat(meta.requests()).hasSize(2);
    assertThat(meta.connections()).isEqualTo(1);
  }

  /** Not even when somebody asks Java's client to repeat everything. */
  @Test
  void aBodyIsHandedOverOnce() throws Exception {
    OnceBody body = new OnceBody(new byte[] {1, 2, 3});
    assertThat(java.net.http.HttpRequest.BodyPublisher.class.cast(body).contentLength())
        .isEqualTo(3);
    assertThat(taken(body)).isEqualTo("3 bytes");
    assertThat(taken(body)).isEqualTo("this request leaves at most once");
    assertThat(body.withdraw()).isFalse();

    OnceBody withdrawn = new OnceBody(new byte[1]);
    assertThat(withdrawn.withdraw()).isTrue();
    assertThat(withdrawn.withdraw()).isTrue();
    assertThat(taken(withdrawn)).isEqualTo("this request leaves at most once");
  }

  private static String taken(OnceBody body) throws Exception {
    var read =
        java.net.http.HttpResponse.BodySubscribers.mapping(
            java.net.http.HttpResponse.BodySubscribers.ofByteArray(),
            bytes -> bytes.length + " bytes");
    body.subscribe(
        new java.util.concurrent.Flow.Subscriber<java.nio.ByteBuffer>() {
          @Override
          public void onSubscribe(java.util.concurrent.Flow.Subscription s) {
            read.onSubscribe(s);
          }

          @Override
          public void onNext(java.nio.ByteBuffer item) {
            read.onNext(List.of(item));
          }

          @Override
          public void onError(Throwable t) {
            read.onError(t);
          }

          @Override
          public void onComplete() {
            read.onComplete();
          }
        });
    try {
      return read.getBody().toCompletableFuture().get();
    } catch (java.util.concurrent.ExecutionException e) {
      return String.valueOf(e.getCause().getMessage());
    }
  }

  @Test
  void afterAnUnclearEndTheNextMessageGoesOut() {
    meta.answers(Manner.silence());
    assertThat(channel.send(message(), SHORT).kind()).isEqualTo(Kind.UNKNOWN);
    meta.answers(Manner.of(200, TAKEN));
    assertThat(channel.send(message(), DEADLINE).kind()).isEqualTo(Kind.ACCEPTED);
  }

  @ParameterizedTest
  @CsvSource({
    "400, 131026, UNREACHABLE, ",
    "404, 132001, BLOCKED, doula_due_v1/sw",
    "400, 132015, BLOCKED, doula_due_v1/sw",
    "401, 190, BLOCKED, *",
    "403, 131031, BLOCKED, *",
    "400, 131042, BLOCKED, *",
    "400, 131049, REJECTED, ",
    "400, 131050, STOPPED, ",
    "400, 131056, REFUSED, ",
    "400, 999999, REJECTED, ",
    "403, 999999, BLOCKED, *"
  })
  void aRefusalSaysWhatCanHelp(int status, int code, Kind kind, String scope) {
    meta.answers(
        Manner.of(
            status,
            "{\"error\":{\"message\":\"(#%1$d) to +254700000901\",\"type\":\"OAuthException\",\"code\":%1$d,\"new\":1}}"
                .formatted(code)));
    Outcome outcome = channel.send(message(), DEADLINE);
    assertThat(outcome.kind()).isEqualTo(kind);
    assertThat(outcome.scope()).isEqualTo(scope);
    assertThat(outcome.detail())
        .startsWith("HTTP " + status + ", code " + code + ": ")
        .doesNotContain("254700000901");
  }

  @Test
  void aNumberIdThatMetaDoesNotKnowBlocksTheChannel() {
    meta.answers(Manner.of(400, "{\"error\":{\"code\":100,\"error_subcode\":33}}"));
    assertThat(channel.send(message(), DEADLINE).scope()).isEqualTo("*");
    meta.answers(Manner.of(400, "{\"error\":{\"code\":100}}"));
    assertThat(channel.send(message(), DEADLINE).kind()).isEqualTo(Kind.REJECTED);
    meta.answers(Manner.of(404, "not here"));
    assertThat(channel.send(message(), DEADLINE).scope()).isEqualTo("*");
  }

  @ParameterizedTest
  @CsvSource({
    "Retry-After: 7, PT7S",
    "Retry-After: 0, PT0S",
    "Retry-After: 999999, PT1H",
    "'Retry-After: Wed, 21 Oct 2026 07:28:00 GMT', PT5S",
    "X-Other: 1, PT5S"
  })
  void tooManyAtOncePausesTheChannel(String header, Duration pause) {
    for (String body : List.of("", "{\"error\":{\"code\":130429}}")) {
      meta.answers(Manner.of(429, body, header));
      Outcome outcome = channel.send(message(), DEADLINE);
      assertThat(outcome.kind()).isEqualTo(Kind.REFUSED);
      assertThat(outcome.pause()).isEqualTo(pause);
    }
  }

  static Stream<Manner> refusalsThatCannotBeRead() {
    return Stream.of(
        Manner.of(400, "<html>no</html>"),
        Manner.of(400, ""),
        Manner.of(400, "{\"error\":{\"code\":\"many\"}}"),
        Manner.trickle(400),
        Manner.flood(400));
  }

  @ParameterizedTest
  @MethodSource("refusalsThatCannotBeRead")
  void aRefusalWithoutReadableWordsRejectsThisMessage(Manner manner) {
    meta.answers(manner);
    assertThat(channel.send(message(), SHORT).kind()).isEqualTo(Kind.REJECTED);
  }

  @Test
  void receiptsComeOnlyWhereTheWebhookIsSetUp() {
    assertThat(channel.sendsReceipts()).isTrue();
    assertThat(
            new WhatsAppChannel(new WhatsAppSettings(meta.base(), "1", "t", null, null, null, 80))
                .sendsReceipts())
        .isFalse();
    assertThat(channel.ratePerSecond()).isEqualTo(7);
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void noLogHoldsWhoGetsWhat(CapturedOutput output) {
    LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
    logging.setLogLevel("io.doula", LogLevel.TRACE);
    try {
      for (Manner manner :
          List.of(
              Manner.of(200, TAKEN),
              Manner.of(400, "{\"error\":{\"code\":131026,\"message\":\"+254700000901\"}}"),
              Manner.of(500, "+254700000901"),
              Manner.reset())) {
        meta.answers(manner);
        Outcome outcome = channel.send(message(), SHORT);
        assertThat(outcome.toString()).doesNotContain("254700000901", "Amina", "the-token");
      }
    } finally {
      logging.setLogLevel("io.doula", null);
    }
    assertThat(output.getAll()).doesNotContain("254700000901", "Amina", "the-token");
    assertThat(settings(meta.base()).toString())
        .doesNotContain("the-token", "app-secret", "verify");
  }

  private static WhatsAppChannel channel(URI base) {
    return new WhatsAppChannel(settings(base));
  }

  private static WhatsAppSettings settings(URI base) {
    return new WhatsAppSettings(
        base, "106540352242922", "the-token", "app-secret", "verify-me", null, 7);
  }

  private static Outgoing message() {
    return new Outgoing(
        12,
        3,
        5,
        "+254700000901",
        "sw",
        "doula_due_v1",
        List.of("Amina", "Kibera \"1\""),
        "Kibera",
        "Habari Amina",
        "https://doula.example.org/unsubscribe/x",
        Instant.parse("2026-11-22T09:00:00Z"));
  }
}
