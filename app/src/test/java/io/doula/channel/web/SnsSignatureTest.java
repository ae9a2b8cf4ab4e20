package io.doula.channel.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.channel.web.Sns.Letter;
import io.doula.testing.Answer;
import io.doula.testing.Api;
import io.doula.testing.DoulaTest;
import io.doula.testing.MovedClock;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

@DoulaTest
@Import(Sns.InPlaceOfAws.class)
@TestPropertySource(
    properties = "DOULA_SNS_TOPICS=" + Sns.TOPIC + ", arn:aws:sns:eu-west-1:123456789012:mail")
class SnsSignatureTest {
  private static final String DELIVERED =
      """
      {"eventType":"TEXT_DELIVERED","isFinal":true,"messageId":"m-1","context":{"doula":"12:1"},
       "eventTimestamp":1773122340000,"destinationPhoneNumber":"+254700000001"}
      """;
  private static final Instant YEAR = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant NEXT_YEAR = Instant.parse("2027-01-01T00:00:00Z");

  @Autowired Api api;
  @Autowired Sns sns;
  @Autowired SnsCertificates certificates;
  @Autowired MovedClock clock;
  @Autowired JdbcClient jdbc;

  @BeforeEach
  void reset() {
    sns.reset();
    // what an earlier test fetched has run out
    certificates.forget();
  }

  private static Letter letter() {
    return Letter.notification(DELIVERED);
  }

  private Answer post(Letter letter) {
    return post(letter.json());
  }

  private Answer post(String body) {
    return api.send(
        "POST", "/webhooks/sns", "text/plain; charset=UTF-8", BodyPublishers.ofString(body));
  }

  private int receipts() {
    return jdbc.sql("select count(*) from receipt").query(Integer.class).single();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "2"})
  void aSignedMessageIsStored(String version) {
    Answer answer = post(letter().with("SignatureVersion", version).signed());

    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    assertThat(receipts()).isEqualTo(1);
  }

  @Test
  void aSubjectIsSignedToo() {
    Letter letter = letter().with("Subject", "Amazon SES Email Event Notification").signed();
    assertThat(post(letter).status()).isEqualTo(200);
    assertThat(post(letter.with("Subject", "Another")).status()).isEqualTo(403);
  }

  @Test
  void aMessageInAnyAlphabetKeepsItsSignature() {
    assertThat(post(Letter.notification("{\"eventType\":\"नमस्ते \\n\"}").signed()).status())
        .isEqualTo(200);
  }

  @Test
  void theSameMessageTwiceIsStoredOnce() {
    Letter letter = letter().signed();
    assertThat(post(letter).status()).isEqualTo(200);
    assertThat(post(letter).status()).isEqualTo(200);
    assertThat(receipts()).isEqualTo(1);
  }

  @Test
  void aTrailingSlashAndJsonAreTakenToo() {
    Answer answer = api.post("/webhooks/sns/", letter().signed().json());
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    assertThat(receipts()).isEqualTo(1);
  }

  static List<Arguments> forgeries() {
    return List.of(
        changed("another text", l -> l.signed().with("Message", DELIVERED.replace("12:1", "13:1"))),
        changed("another id", l -> l.signed().with("MessageId", "x")),
        changed("another time", l -> l.signed().with("Timestamp", "2026-03-10T05:58:00.000Z")),
        changed(
            "another allowed topic",
            l -> l.signed().with("TopicArn", "arn:aws:sns:eu-west-1:123456789012:mail")),
        changed("another type", l -> l.signed().with("Type", "UnsubscribeConfirmation")),
        changed("an added subject", l -> l.signed().with("Subject", "x")),
        changed("another key", l -> l.signedBy(new Signer("RSA", 2048), "SHA256")),
        changed("no signature", l -> l),
        changed("an empty signature", l -> l.with("Signature", "")),
        changed("no base64", l -> l.with("Signature", "***")),
        changed("another hash", l -> l.signedBy(Sns.SIGNER, "SHA1")),
        changed("version 3", l -> l.signed().with("SignatureVersion", "3")),
        changed("no version", l -> l.signed().without("SignatureVersion")),
        changed(
            "a topic that is not allowed",
            l -> l.with("TopicArn", "arn:aws:sns:eu-west-1:123456789012:other").signed()),
        changed("no topic", l -> l.without("TopicArn").signed()),
        changed("a day and more ago", l -> l.with("Timestamp", "2026-03-09T05:59:59Z").signed()),
        changed("not yet written", l -> l.with("Timestamp", "2026-03-10T06:15:01Z").signed()),
        certificateAt("http://sns.eu-west-1.amazonaws.com/a.pem"),
        certificateAt("https://sns.us-east-1.amazonaws.com/a.pem"),
        certificateAt("https://sns.eu-west-1.amazonaws.com.evil.example/a.pem"),
        certificateAt("https://evil.example/sns.eu-west-1.amazonaws.com/a.pem"),
        certificateAt("https://sns.eu-west-1.amazonaws.com@evil.example/a.pem"),
        certificateAt("https://user@sns.eu-west-1.amazonaws.com/a.pem"),
        certificateAt("https://sns.eu-west-1.amazonaws.com:8443/a.pem"),
        certificateAt("https://snsxeu-west-1.amazonaws.com/a.pem"),
        certificateAt("https://sns.eu-west-1.amazonaws.com/a.txt"),
        certificateAt("https://sns.eu-west-1.amazonaws.com/?x=a.pem"),
        certificateAt("https://sns.eu-west-1.amazonaws.com/a.pem?x"),
        certificateAt("https://sns.eu-west-1.amazonaws.com/a.pem#x"),
        certificateAt("https://sns.eu-west-1.amazonaws.com/b/../a.pem"),
        certificateAt("https://sns.eu-west-1.amazonaws.com/%61.pem"),
        certificateAt("https://s3.amazonaws.com/sns.eu-west-1/a.pem"),
        certificateAt("file:///etc/ssl/a.pem"),
        certificateAt("not an address"),
        certificateAt(""));
  }

  private static Arguments changed(String how, UnaryOperator<Letter> change) {
    return Arguments.of(how, change.apply(letter()));
  }

  private static Arguments certificateAt(String address) {
    return Arguments.of(
        "certificate at " + address, letter().with("SigningCertURL", address).signed());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forgeries")
  void aForgeryIsRefusedAndNothingIsStored(String how, Letter letter) {
    // whoever forges has a certificate there
    String address = String.valueOf(letter.address());
    if (!address.equals(Sns.CERTIFICATE)) {
      sns.pages.put(address, sns.pages.get(Sns.CERTIFICATE));
    }

    Answer answer = post(letter);

    assertThat(answer.status()).as(answer.toString()).isEqualTo(403);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(receipts()).isZero();
    assertThat(sns.asked).allMatch(Sns.CERTIFICATE::equals);
  }

  @Test
  void aStrangersTopicMakesUsFetchNothing() {
    post(letter().with("TopicArn", "arn:aws:sns:eu-west-1:999999999999:x").signed());
    assertThat(sns.asked).isEmpty();
  }

  static List<Arguments> certificates() {
    Signer weak = new Signer("RSA", 1024);
    Signer curve = new Signer("EC", 256);
    Instant start = MovedClock.START;
    return List.of(
        page("ended", 403, 200, cert("sns.amazonaws.com", null, YEAR, start.minusSeconds(1))),
        page(
            "not begun",
            403,
            200,
            cert("sns.amazonaws.com", null, start.plusSeconds(1), NEXT_YEAR)),
        page("of another name", 403, 200, cert("sns.example.com", null, YEAR, NEXT_YEAR)),
        page(
            "of another name beside the common one",
            403,
            200,
            cert("sns.amazonaws.com", "evil.example", YEAR, NEXT_YEAR)),
        page(
            "with a short key",
            403,
            200,
            weak.certificate("sns.amazonaws.com", null, YEAR, NEXT_YEAR)),
        page(
            "with a key of another kind",
            403,
            200,
            curve.certificate("sns.amazonaws.com", null, YEAR, NEXT_YEAR)),
        page("no certificate", 403, 200, "<html>".getBytes()),
        page("not there", 403, 404, new byte[0]),
        page("moved", 403, 302, new byte[0]),
        page("SNS is unwell", 503, 500, new byte[0]),
        page("by its common name", 200, 200, cert("sns.amazonaws.com", null, YEAR, NEXT_YEAR)),
        page(
            "of the region",
            200,
            200,
            cert("x", "sns-signing.eu-west-1.amazonaws.com", YEAR, NEXT_YEAR)));
  }

  private static byte[] cert(String name, String alternative, Instant from, Instant to) {
    return Sns.SIGNER.certificate(name, alternative, from, to);
  }

  private static Arguments page(String how, int expected, int status, byte[] body) {
    return Arguments.of(how, expected, new SnsFetch.Found(status, body));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("certificates")
  void aCertificateIsLookedAt(String how, int expected, SnsFetch.Found page) {
    sns.pages.put(Sns.CERTIFICATE, page);

    assertThat(post(letter().signed()).status()).isEqualTo(expected);
    assertThat(receipts()).isEqualTo(expected == 200 ? 1 : 0);
  }

  @Test
  void whenSnsDoesNotAnswerItIsToPostAgain() {
    sns.pages.clear();

    assertThat(post(letter().signed()).status()).isEqualTo(503);

    sns.reset();
    assertThat(post(letter().signed()).status()).isEqualTo(200);
  }

  @Test
  void aCertificateIsFetchedOnceAndKeptForHalfADay() {
    for (int i = 0; i < 5; i++) {
      post(letter().signed());
    }
    assertThat(sns.asked).hasSize(1);
    clock.advance(Duration.ofHours(12));
    assertThat(post(letter().signed()).status()).isEqualTo(200);
    assertThat(sns.asked).hasSize(2);
  }

  @Test
  void aCertificateIsNotKeptBeyondItsEnd() {
    Instant end = MovedClock.START.plus(Duration.ofMinutes(10));
    sns.pages.put(
        Sns.CERTIFICATE, new SnsFetch.Found(200, cert("sns.amazonaws.com", null, YEAR, end)));
    assertThat(post(letter().signed()).status()).isEqualTo(200);
    clock.set(end.plusSeconds(1));
    assertThat(post(letter().signed()).status()).isEqualTo(403);
  }

  @Test
  void noMoreThanAHandfulOfCertificatesIsKept() {
    byte[] page = sns.pages.get(Sns.CERTIFICATE).body();
    for (int i = 0; i < 40; i++) {
      String address = "https://sns.eu-west-1.amazonaws.com/c" + i + ".pem";
      sns.pages.put(address, new SnsFetch.Found(200, page));
      assertThat(post(letter().with("SigningCertURL", address).signed()).status()).isEqualTo(200);
      assertThat(certificates.kept()).isBetween(1, 16);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no json",
        "[]",
        "{}",
        "{\"Type\":\"Other\",\"Timestamp\":\"2026-03-10T05:59:00Z\"}",
        "{\"Type\":\"Notification\",\"Timestamp\":\"yesterday\"}",
        "{\"Type\":\"Notification\",\"Type\":\"Notification\"}"
      })
  void whatIsNoMessageOfSnsIsRefused(String body) {
    assertThat(post(body).status()).isEqualTo(400);
  }

  @Test
  void aBodyHasItsLimitAndItsKind() {
    assertThat(post("x".repeat(4 * 1024 * 1024 + 1)).status()).isEqualTo(413);
    assertThat(
            api.send(
                    "POST",
                    "/webhooks/sns",
                    "application/xml",
                    BodyPublishers.ofString(letter().signed().json()))
                .status())
        .isEqualTo(415);
    assertThat(api.get("/webhooks/sns").status()).isEqualTo(405);
  }
}
