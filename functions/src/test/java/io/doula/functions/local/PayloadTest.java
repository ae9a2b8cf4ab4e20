package io.doula.functions.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.doula.functions.local.Http.Header;
import io.doula.functions.local.Http.Reply;
import io.doula.functions.local.Http.Request;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PayloadTest {
  @ParameterizedTest
  @CsvSource({
    "/health/, /health/",
    "/health/?a=1, /health/",
    "/a%20b, /a b",
    "/a+b, /a+b",
    "/caf%C3%A9, /café",
    "/a%2Fb, /a/b",
    "/a%3Fb, /a",
    "/, /"
  })
  void thePathIsDecodedAndEndsAtADecodedQuestionMark(String target, String path) {
    JsonNode event = event("GET", target, "");

    assertThat(event.path("path").asString()).isEqualTo(path);
    assertThat(event.path("requestContext").path("path").asString()).isEqualTo(path);
    assertThat(event.path("version").asString()).isEqualTo("1.0");
    assertThat(event.path("requestContext").path("stage").asString()).isEqualTo("$default");
  }

  @Test
  void aBadlyEncodedPathIsRefused() {
    assertThatThrownBy(() -> event("GET", "/%zz", "")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theQueryIsDecodedAndRepeatedNamesKeepAllValues() {
    JsonNode event = event("GET", "/x?q=a%20b+c&q=%C3%A9&empty=&bare&n%5B%5D=1", "");

    assertThat(event.path("multiValueQueryStringParameters").toString())
        .isEqualTo("{\"q\":[\"a b c\",\"é\"],\"empty\":[\"\"],\"bare\":[\"\"],\"n[]\":[\"1\"]}");
    assertThat(event.path("queryStringParameters").path("q").asString()).isEqualTo("a b c");
    assertThat(event("GET", "/x", "").path("queryStringParameters").isNull()).isTrue();
  }

  @Test
  void theGatewaySaysWhereARequestCameFromWhateverTheClientSays() {
    JsonNode event =
        event(
            "GET",
            "/",
            "",
            new Header("HOST", "doula.example.org"),
            new Header("Accept", "text/html"),
            new Header("X-Forwarded-For", "203.0.113.9"),
            new Header("x-forwarded-proto", "http"),
            new Header("X-Forwarded-Host", "evil.example.org"),
            new Header("Connection", "keep-alive"),
            new Header("X-Twice", "1"),
            new Header("x-twice", "2"));

    JsonNode headers = event.path("headers");
    assertThat(headers.path("Host").asString()).isEqualTo("doula.example.org");
    assertThat(headers.path("accept").asString()).isEqualTo("text/html");
    assertThat(headers.path("X-Forwarded-For").asString()).isEqualTo("203.0.113.9, 127.0.0.1");
    assertThat(headers.path("X-Forwarded-Proto").asString()).isEqualTo("https");
    assertThat(headers.path("X-Forwarded-Port").asString()).isEqualTo("443");
    // a client's own word, and handed on as such
    assertThat(headers.path("x-forwarded-host").asString()).isEqualTo("evil.example.org");
    assertThat(headers.has("connection")).isFalse();
    assertThat(headers.path("x-twice").asString()).isEqualTo("2");
    assertThat(event.path("multiValueHeaders").path("x-twice").toString())
        .isEqualTo("[\"1\",\"2\"]");
    assertThat(event.path("requestContext").path("identity").path("sourceIp").asString())
        .isEqualTo("127.0.0.1");
  }

  @ParameterizedTest
  @CsvSource({
    "text/csv, false",
    "text/plain; charset=utf-8, false",
    "application/json, false",
    "application/xml, false",
    "application/javascript, false",
    "application/x-www-form-urlencoded, true",
    "application/merge-patch+json, true",
    "multipart/form-data; boundary=x, true",
    "application/octet-stream, true",
    "'', true",
    ";, true"
  })
  void theContentTypeAloneDecidesWhatIsText(String type, boolean encoded) {
    JsonNode event = event("POST", "/", "Zoë", new Header("Content-Type", type));

    assertThat(event.path("isBase64Encoded").asBoolean()).isEqualTo(encoded);
    assertThat(event.path("body").asString()).isEqualTo(encoded ? "Wm/Dqw==" : "Zoë");
  }

  @Test
  void noBodyIsNull() {
    assertThat(event("GET", "/", "").path("body").isNull()).isTrue();
    assertThat(event("GET", "/", "").path("isBase64Encoded").asBoolean()).isFalse();
  }

  @Test
  void anAnswerKeepsAllItsCookiesAndItsBytes() {
    Reply reply =
        reply(
            """
            {"statusCode":201,"headers":{"Set-Cookie":"lost=1","Location":"/a"},
             "multiValueHeaders":{"set-cookie":["a=1","b=2"],"Content-Length":["99"]},
             "body":"Wm/Dqw==","isBase64Encoded":true}
            """);

    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.headers())
        .contains(
            new Header("set-cookie", "a=1"),
            new Header("set-cookie", "b=2"),
            new Header("Location", "/a"))
        .doesNotContain(new Header("Set-Cookie", "lost=1"), new Header("Content-Length", "99"));
    assertThat(new String(reply.body(), StandardCharsets.UTF_8)).isEqualTo("Zoë");
  }

  @Test
  void anAnswerWithoutAStatusIsNone() {
    assertThatThrownBy(() -> reply("{\"body\":\"x\"}"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Reply reply(String answer) {
    return Payload.reply(answer.getBytes(StandardCharsets.UTF_8), "id");
  }

  private static JsonNode event(String method, String target, String body, Header... headers) {
    List<Header> all = Arrays.asList(headers);
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    Request request = new Request(method, target, "HTTP/1.1", all, bytes, "127.0.0.1");
    return new JsonMapper()
        .readTree(Payload.event(request, "https", "id", Instant.parse("2026-03-01T00:00:00Z")));
  }
}
