package io.doula.channel;

import static io.doula.channel.Outcome.Kind.ACCEPTED;
import static io.doula.channel.Outcome.Kind.BLOCKED;
import static io.doula.channel.Outcome.Kind.REFUSED;
import static io.doula.channel.Outcome.Kind.REJECTED;
import static io.doula.channel.Outcome.Kind.STOPPED;
import static io.doula.channel.Outcome.Kind.UNKNOWN;
import static io.doula.channel.Outcome.Kind.UNREACHABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.doula.channel.AwsPeer.Reaction;
import io.doula.channel.AwsPeer.Request;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.mock.env.MockEnvironment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SmsChannelTest {
  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final String PHONE = "+254700000001";
  private static final String TEXT = "Hello Amina, please visit Kibera Health Centre today.";

  private final AwsPeer aws = new AwsPeer();
  private final SmsChannel sms = channel(aws.address());

  @AfterEach
  void close() throws IOException {
    aws.close();
  }

  private static MockEnvironment environment(String endpoint) {
    return new MockEnvironment()
        .withProperty("DOULA_SMS_ORIGIN", "Kibera")
        .withProperty("DOULA_SMS_CONFIGURATION_SET", "doula")
        .withProperty("AWS_REGION", "eu-west-1")
        .withProperty("AWS_ENDPOINT_URL", endpoint)
        .withProperty("AWS_ACCESS_KEY_ID", "AKIATEST")
        .withProperty("AWS_SECRET_ACCESS_KEY", "secret");
  }

  private static SmsChannel channel(String endpoint) {
    return channel(environment(endpoint));
  }

  private static SmsChannel channel(MockEnvironment environment) {
    return SmsConfiguration.channel(SmsSettings.of(environment), environment);
  }

  private static Outgoing message(long reminder) {
    return new Outgoing(
        reminder,
        1,
        3,
        PHONE,
        "en",
        "doula_due_v1",
        List.of(),
        "A reminder",
        TEXT,
        "https://doula.example.org/unsubscribe/x",
        Instant.parse("2026-03-10T06:00:00Z"));
  }

  private Outcome send() {
    return sms.send(message(12), DEADLINE);
  }

  @Test
  void aMessageNamesItsOriginItsEventsAndItsReminder() {
    assertThat(send()).isEqualTo(Outcome.accepted("m-1"));

    Request request = aws.requests().get(0);
    assertThat(request.head())
        .startsWith("POST / HTTP/1.1")
        .containsIgnoringCase("X-Amz-Target: PinpointSMSVoiceV2.SendTextMessage")
        .contains("AWS4-HMAC-SHA256 Credential=AKIATEST/", "/eu-west-1/sms-voice/");
    JsonNode body = new JsonMapper().readTree(request.body());
    assertThat(body)
        .isEqualTo(
            new JsonMapper()
                .readTree(
                    """
                    {"DestinationPhoneNumber":"+254700000001","OriginationIdentity":"Kibera",
                     "MessageBody":"Hello Amina, please visit Kibera Health Centre today.",
                     "MessageType":"TRANSACTIONAL","ConfigurationSetName":"doula",
                     "TimeToLive":28800,"Context":{"doula":"12:1"}}
                    """));
  }

  static List<Arguments> answers() {
    return List.of(
        row(AwsPeer.accepted(), ACCEPTED, null),
        row(aws("ThrottlingException"), REFUSED, "ThrottlingException"),
        row(AwsPeer.answer(429, "<html>slow down</html>"), REFUSED, "without a code"),
        row(aws("RequestTimeTooSkewed"), REFUSED, "RequestTimeTooSkewed: this machine's clock"),
        row(conflict("DESTINATION_PHONE_NUMBER_OPTED_OUT"), STOPPED, "OPTED_OUT"),
        row(conflict("DESTINATION_PHONE_NUMBER_NOT_VERIFIED"), BLOCKED, "NOT_VERIFIED"),
        row(
            conflict("DESTINATION_COUNTRY_BLOCKED_BY_PROTECT_CONFIGURATION"),
            UNREACHABLE,
            "PROTECT"),
        row(
            conflict("DESTINATION_PHONE_NUMBER_BLOCKED_BY_PROTECT_NUMBER_OVERRIDE"),
            UNREACHABLE,
            "PROTECT"),
        row(conflict("REGISTRATION_NOT_COMPLETE"), BLOCKED, "REGISTRATION_NOT_COMPLETE"),
        row(conflict("NO_ORIGINATION_IDENTITIES_FOUND"), BLOCKED, "NO_ORIGINATION"),
        row(conflict("A_REASON_OF_NEXT_YEAR"), BLOCKED, "A_REASON_OF_NEXT_YEAR"),
        row(
            invalid("INVALID_PARAMETER", "DestinationPhoneNumber"),
            UNREACHABLE,
            "INVALID_PARAMETER"),
        row(invalid("FIELD_VALIDATION_FAILED", "destinationPhoneNumber"), UNREACHABLE, "FIELD"),
        row(invalid("INVALID_PARAMETER", "MessageBody"), REJECTED, "INVALID_PARAMETER"),
        row(invalid("INVALID_PARAMETER", "OriginationIdentity"), BLOCKED, "INVALID_PARAMETER"),
        row(invalid("INVALID_PARAMETER", "ConfigurationSetName"), BLOCKED, "INVALID_PARAMETER"),
        row(invalid("MAXIMUM_SIZE_EXCEEDED", "MessageBody"), REJECTED, "MAXIMUM_SIZE"),
        row(invalid("PRICE_OVER_THRESHOLD", ""), REJECTED, "PRICE"),
        row(invalid("DESTINATION_COUNTRY_BLOCKED", ""), UNREACHABLE, "COUNTRY"),
        row(invalid("COUNTRY_CODE_MISMATCH", ""), UNREACHABLE, "COUNTRY"),
        row(invalid("INTERNATIONAL_SENDING_NOT_SUPPORTED", ""), UNREACHABLE, "INTERNATIONAL"),
        row(invalid("INVALID_IDENTITY_FOR_DESTINATION_COUNTRY", ""), UNREACHABLE, "IDENTITY"),
        row(invalid("SENDER_ID_NOT_SUPPORTED", ""), UNREACHABLE, "SENDER_ID"),
        row(invalid("SENDER_ID_REQUIRES_REGISTRATION", ""), BLOCKED, "REGISTRATION"),
        row(invalid("SENDER_ID_NOT_REGISTERED", ""), BLOCKED, "REGISTERED"),
        row(invalid("INVALID_ARN", ""), BLOCKED, "ARN"),
        row(invalid("RESOURCE_NOT_ACCESSIBLE", ""), BLOCKED, "RESOURCE"),
        row(invalid("OTHER", ""), REJECTED, "OTHER"),
        row(quota("MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT"), BLOCKED, "SPEND_LIMIT"),
        row(aws("ResourceNotFoundException"), BLOCKED, "ResourceNotFoundException"),
        row(aws("AccessDeniedException"), BLOCKED, "AccessDeniedException"),
        row(AwsPeer.error(403, "ExpiredTokenException", ""), BLOCKED, "ExpiredTokenException"),
        row(AwsPeer.error(403, "UnrecognizedClientException", ""), BLOCKED, "UnrecognizedClient"),
        row(AwsPeer.answer(404, "<html>not here</html>"), BLOCKED, "404"),
        row(AwsPeer.answer(401, ""), BLOCKED, "401"),
        row(AwsPeer.answer(407, ""), BLOCKED, "407"),
        row(AwsPeer.answer(302, ""), UNKNOWN, "302"),
        row(AwsPeer.answer(408, ""), UNKNOWN, "408"),
        row(AwsPeer.error(500, "InternalServerException", ""), UNKNOWN, "500"),
        row(AwsPeer.error(503, "ThrottlingException", ""), UNKNOWN, "503"),
        row(AwsPeer.answer(200, "<html>sign in to the hotel</html>"), UNKNOWN, null),
        row(AwsPeer.answer(200, "{}"), UNKNOWN, "without a message id"),
        row(AwsPeer.truncated(), UNKNOWN, "broke"),
        row(AwsPeer.reset(), UNKNOWN, "broke"),
        row(AwsPeer.end(), UNKNOWN, "broke"));
  }

  private static Arguments row(Reaction reaction, Outcome.Kind kind, String detail) {
    return Arguments.of(reaction, kind, detail);
  }

  private static Reaction aws(String code) {
    return AwsPeer.error(400, code, "");
  }

  private static Reaction conflict(String reason) {
    return AwsPeer.error(400, "ConflictException", ",\"Reason\":\"" + reason + "\"");
  }

  private static Reaction quota(String reason) {
    return AwsPeer.error(400, "ServiceQuotaExceededException", ",\"Reason\":\"" + reason + "\"");
  }

  private static Reaction invalid(String reason, String field) {
    String fields =
        field.isEmpty() ? "" : "{\"Name\":\"" + field + "\",\"Message\":\"" + PHONE + "\"}";
    return AwsPeer.error(
        400, "ValidationException", ",\"Reason\":\"" + reason + "\",\"Fields\":[" + fields + "]");
  }

  @ParameterizedTest
  @MethodSource("answers")
  void eachAnswerHasItsOutcomeAndIsAskedForOnce(Reaction answer, Outcome.Kind kind, String detail) {
    aws.reacts(answer);

    Outcome outcome = send();

    assertThat(outcome.kind()).as(outcome.toString()).isEqualTo(kind);
    if (detail != null) {
      assertThat(outcome.detail()).contains(detail);
    }
    assertThat(String.valueOf(outcome.detail())).doesNotContain(PHONE, "Amina");
    assertThat(outcome.scope()).isEqualTo(kind == BLOCKED ? "*" : null);
    assertThat(aws.requests()).hasSize(1);
  }

  @Test
  void tooManyAtOncePausesTheChannel() {
    aws.reacts(aws("ThrottlingException"));
    assertThat(send().pause()).isEqualTo(SmsOutcomes.PAUSE);
  }

  @Test
  void aConnectionThatDiesWhileItIsUsedAgainIsNotUsedAThirdTime() {
    aws.reactsByNumber(n -> n == 1 ? AwsPeer.accepted() : AwsPeer.reset());
    assertThat(send().kind()).isEqualTo(ACCEPTED);
    assertThat(send().kind()).isEqualTo(UNKNOWN);
    assertThat(aws.requests()).hasSize(2);
    assertThat(aws.connections()).isEqualTo(1);
  }

  @Test
  void aProviderThatSaysNothingIsLeftAtTheDeadline() {
    aws.reacts(AwsPeer.silence());
    long start = System.nanoTime();

    Outcome outcome = sms.send(message(12), Duration.ofMillis(700));

    assertThat(outcome).isEqualTo(Outcome.unknown("no answer before the deadline"));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    aws.reacts(AwsPeer.accepted());
    assertThat(send().kind()).as("the thread can send again").isEqualTo(ACCEPTED);
  }

  @Test
  void whatFindsNoConnectionDidNotLeave() throws IOException {
    int nobody;
    try (ServerSocket closed = new ServerSocket(0)) {
      nobody = closed.getLocalPort();
    }
    for (String endpoint : List.of("http://127.0.0.1:" + nobody, "http://nowhere.invalid")) {
      assertThat(channel(endpoint).send(message(12), DEADLINE))
          .as(endpoint)
          .isEqualTo(Outcome.refused("no connection to AWS"));
    }
    assertThat(aws.requests()).isEmpty();
  }

  @Test
  void aHandshakeThatHangsIsLeftAtTheDeadlineAndNothingLeft() {
    SmsChannel toNoTls = channel(aws.address().replace("http:", "https:"));

    assertThat(toNoTls.send(message(12), Duration.ofMillis(500)))
        .isEqualTo(Outcome.refused("no connection before the deadline"));
    assertThat(aws.connections()).isEqualTo(1);
    assertThat(aws.requests()).isEmpty();
  }

  @Test
  void withoutCredentialsTheWholeChannelIsBlocked() {
    MockEnvironment none = environment(aws.address());
    none.setProperty("AWS_ACCESS_KEY_ID", "");
    System.setProperty("aws.disableEc2Metadata", "true");
    try {
      assertThat(channel(none).send(message(12), DEADLINE))
          .isEqualTo(Outcome.blocked("*", "the call can't be signed: no AWS credentials"));
    } finally {
      System.clearProperty("aws.disableEc2Metadata");
    }
    assertThat(aws.requests()).isEmpty();
  }

  @Test
  void aSenderThatIsStoppedBeforeItSendsBlocksNothing() {
    Thread.currentThread().interrupt();
    try {
      assertThat(send()).isEqualTo(Outcome.refused("stopped before anything left"));
    } finally {
      Thread.interrupted();
    }
    assertThat(aws.requests()).isEmpty();
  }

  @Test
  void withoutAConfigurationSetNoneIsNamed() {
    MockEnvironment bare = environment(aws.address());
    bare.setProperty("DOULA_SMS_CONFIGURATION_SET", " ");
    assertThat(channel(bare).send(message(12), DEADLINE).kind()).isEqualTo(ACCEPTED);
    assertThat(aws.requests().get(0).body()).doesNotContain("ConfigurationSet");
  }

  @Test
  void aConnectionThatComesTooLateCarriesNothing() {
    Outcome outcome = sms.send(message(12), Duration.ofNanos(1));

    assertThat(outcome.kind()).isEqualTo(REFUSED);
    assertThat(aws.requests().stream().filter(r -> !r.body().isEmpty())).isEmpty();
  }

  @Test
  void fiftySendersShareAsManyConnectionsAndKeepThem() throws Exception {
    int senders = 50;
    int rounds = 10;
    // all stop between rounds, when every connection is idle
    CyclicBarrier together = new CyclicBarrier(senders);
    ExecutorService threads = Executors.newFixedThreadPool(senders);
    try {
      List<Future<Integer>> accepted = new ArrayList<>();
      for (int sender = 0; sender < senders; sender++) {
        int first = sender * rounds;
        accepted.add(
            threads.submit(
                () -> {
                  int sent = 0;
                  for (int i = 0; i < rounds; i++) {
                    together.await();
                    sent += sms.send(message(first + i), DEADLINE).kind() == ACCEPTED ? 1 : 0;
                  }
                  return sent;
                }));
      }
      int all = 0;
      for (Future<Integer> each : accepted) {
        all += each.get(60, TimeUnit.SECONDS);
      }
      assertThat(all).isEqualTo(senders * rounds);
    } finally {
      threads.shutdownNow();
    }
    assertThat(aws.requests().stream().map(SmsChannelTest::correlation).distinct())
        .hasSize(senders * rounds);
    assertThat(aws.connections()).isLessThanOrEqualTo(senders + 14);
  }

  private static String correlation(Request request) {
    return new JsonMapper().readTree(request.body()).path("Context").path("doula").asString();
  }
}
