package io.doula.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Who is let in by which name and cipher, what is believed of what they say, what is logged. */
class NginxTrustIT {
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
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void newTlsIsSpokenAndHttp2Offered(String version) throws Exception {
    try (SSLSocket socket =
        Caller.of(gate)
            .secure(
                p -> {
                  p.setProtocols(new String[] {version});
                  p.setApplicationProtocols(new String[] {"h2", "http/1.1"});
                })) {
      assertThat(socket.getSession().getProtocol()).isEqualTo(version);
      assertThat(socket.getApplicationProtocol()).isEqualTo("h2");
    }
  }

  /** A hello by hand: Java itself would not say such a thing any more. */
  @ParameterizedTest
  @CsvSource({"1, 21", "2, 21", "3, 22"})
  void oldTlsIsAnsweredWithAnAlert(int minorVersion, int answer) throws Exception {
    assertThat(Caller.of(gate).firstByte(gate.https, hello(minorVersion))).isEqualTo(answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
        "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA"
      })
  void aWeakCipherIsRefused(String cipher) throws Exception {
    assertThatThrownBy(() -> Caller.of(gate).secure(p -> only(p, cipher)))
        .isInstanceOf(SSLHandshakeException.class);
    String strong = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";
    try (SSLSocket socket = Caller.of(gate).secure(p -> only(p, strong))) {
      assertThat(socket.getSession().getCipherSuite()).isEqualTo(strong);
    }
  }

  private static void only(SSLParameters parameters, String cipher) {
    parameters.setProtocols(new String[] {"TLSv1.2"});
    parameters.setCipherSuites(new String[] {cipher});
  }

  @Test
  void anUnknownNameGetsNoCertificate() {
    for (String name : List.of("evil.example", "www." + Gate.NAME, "")) {
      assertThatThrownBy(() -> Caller.of(gate).askingFor(name).secure())
          .isInstanceOf(javax.net.ssl.SSLException.class)
          .hasMessageContaining("unrecognized_name");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        "GET https://evil.example/ HTTP/1.1\r\nHost: doula.example.org\r\n\r\n",
        "GET / HTTP/1.0\r\n\r\n",
        "GET /.well-known/acme-challenge/x HTTP/1.1\r\nHost: evil.example\r\n\r\n"
      })
  void anUnknownHostIsClosedWithoutAWordOnBothPorts(String request) {
    assertThat(Caller.of(gate).plain(request).isNothing()).isTrue();
    assertThat(Caller.of(gate).raw(request).isNothing()).isTrue();
  }

  @Test
  void nonsenseOnPort80IsClosedWithoutAWord() {
    assertThat(Caller.of(gate).plain("GARBAGE\r\n\r\n").isNothing()).isTrue();
    String tooLong = "GET /%s HTTP/1.1\r\nHost: evil.example\r\n\r\n".formatted("a".repeat(9000));
    assertThat(Caller.of(gate).plain(tooLong).isNothing()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
        "Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
        "Content-Length: 5\r\nContent-Length: 5\r\n\r\nabcde",
        "Content-Length: +5\r\n\r\nabcde",
        "Content-Length: 5, 5\r\n\r\nabcde",
        "Content-Length: -1\r\n\r\n",
        "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "X-Folded: a\r\n b\r\nContent-Length: 0\r\n\r\n",
        "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n",
        "Host: evil.example\r\nContent-Length: 0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n\r\n",
        "X-Null: a\u0000b\r\nContent-Length: 0\r\n\r\n"
      })
  void aRequestThatEndsInTwoPlacesIsRefusedAndWhatHidesInItIsNotRead(String rest) {
    int before = program.heard.size();
    Reply reply =
        Caller.of(gate)
            .raw(
                "POST /api/mothers HTTP/1.1\r\nHost: %1$s\r\n%2$sGET /hidden HTTP/1.1\r\nHost: %1$s\r\n\r\n"
                    .formatted(Gate.NAME, rest));
    assertThat(reply.status()).isIn(400, 501);
    assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(program.heard).hasSize(before);
  }

  @Test
  void whatIsNearlyALengthIsDroppedBeforeTheProgram() {
    Caller.of(gate)
        .post(
            "/api/mothers", "abcde".getBytes(), "Transfer_Encoding: chunked", "Content_Length: 1");
    assertThat(program.last().head()).doesNotContain("_");
    assertThat(program.last().body()).isEqualTo(5);
  }

  @Test
  void whatTheCallerClaimsAboutItselfIsReplaced() {
    Caller.of(gate)
        .from("127.0.0.41")
        .get(
            "/api/mothers",
            "X-Forwarded-For: 203.0.113.7",
            "X-Forwarded-For: 203.0.113.8, 127.0.0.1",
            "X-Real-IP: 203.0.113.7",
            "Forwarded: for=203.0.113.7;proto=http;host=evil.example",
            "X-Forwarded-Proto: http",
            "X-Forwarded-Host: evil.example",
            "X-Forwarded-Port: 1",
            "X-Forwarded-Prefix: /evil",
            "X-Forwarded-Server: evil.example",
            "X-Forwarded-Ssl: off",
            "X-Forwarded-By: evil.example");

    StandIn.Heard heard = program.last();
    assertThat(heard.headers("X-Forwarded-For")).containsExactly("127.0.0.41");
    assertThat(heard.headers("X-Real-IP")).containsExactly("127.0.0.41");
    assertThat(heard.headers("X-Forwarded-Proto")).containsExactly("https");
    assertThat(heard.headers("Host")).containsExactly(Gate.NAME);
    assertThat(heard.head()).doesNotContain("203.0.113", "evil");
  }

  @Test
  void theLogHoldsNoQueryAndNoToken() {
    Caller caller = Caller.of(gate).from("127.0.0.42");
    caller.get("/api/mothers?q=Asha&token=SECRET");
    caller.get("/unsubscribe/SECRET", "Referer: https://doula.example.org/x?q=SECRET");
    caller.get("/unsubscribe%2fSECRET/");
    caller.post("//Unsubscribe/SECRET", new byte[0], "Authorization: Bearer SECRET");
    caller.post("/unsubscribe/SECRET", new byte[2_000_000]);
    caller.raw("GET /unsubscribe/SECRET HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n");
    caller.plain("GET /unsubscribe/SECRET?SECRET HTTP/1.1\r\nHost: evil.example\r\n\r\n");
    caller.raw(
        "GET /static/SECRET?SECRET HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
            .formatted(Gate.NAME));

    String logs = gate.logs();
    List<String> own = logs.lines().filter(line -> line.contains("127.0.0.42")).toList();
    assertThat(own).hasSizeGreaterThanOrEqualTo(8);
    assertThat(own).allSatisfy(line -> new JsonMapper().readTree(line));
    assertThat(logs.replace("/static/SECRET", "")).doesNotContain("SECRET", "Asha");
    assertThat(own)
        .map(line -> new JsonMapper().readTree(line).path("path").asString())
        .contains("/api/mothers", "/unsubscribe/-", "//Unsubscribe/-");
  }

  /** A ClientHello as RFC 5246 describes it, of TLS 1.{@code minorVersion - 1}. */
  private static byte[] hello(int minorVersion) {
    ByteArrayOutputStream extensions = new ByteArrayOutputStream();
    byte[] name = Gate.NAME.getBytes(StandardCharsets.US_ASCII);
    extensions.writeBytes(new byte[] {0, 0, 0, (byte) (name.length + 5)});
    extensions.writeBytes(new byte[] {0, (byte) (name.length + 3), 0, 0, (byte) name.length});
    extensions.writeBytes(name);
    // curves secp256r1, uncompressed points, ECDSA with SHA-256
    extensions.writeBytes(new byte[] {0, 10, 0, 4, 0, 2, 0, 23, 0, 11, 0, 2, 1, 0});
    extensions.writeBytes(new byte[] {0, 13, 0, 4, 0, 2, 4, 3});

    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(new byte[] {3, (byte) minorVersion});
    body.writeBytes(new byte[32]);
    // no session; ECDHE-ECDSA with AES-128: GCM, and CBC for the old ones; no compression
    body.writeBytes(new byte[] {0, 0, 4, (byte) 0xc0, 0x2b, (byte) 0xc0, 0x09, 1, 0});
    body.writeBytes(new byte[] {0, (byte) extensions.size()});
    body.writeBytes(extensions.toByteArray());

    ByteArrayOutputStream record = new ByteArrayOutputStream();
    record.writeBytes(new byte[] {22, 3, 1, 0, (byte) (body.size() + 4)});
    record.writeBytes(new byte[] {1, 0, 0, (byte) body.size()});
    record.writeBytes(body.toByteArray());
    return record.toByteArray();
  }
}
