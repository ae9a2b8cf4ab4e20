package io.doula.channel.web;

import static io.doula.channel.Outcome.Kind.REFUSED;
import static io.doula.channel.Outcome.Kind.REJECTED;
import static io.doula.channel.Outcome.Kind.STOPPED;
import static io.doula.channel.Outcome.Kind.UNREACHABLE;
import static io.doula.channel.Receipt.Status.ACCEPTED;
import static io.doula.channel.Receipt.Status.DELIVERED;
import static io.doula.channel.Receipt.Status.FAILED;
import static io.doula.channel.Receipt.Status.SENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.doula.channel.Outcome;
import io.doula.channel.Receipt;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SesEventsTest {
  private static final Instant PUBLISHED = Instant.parse("2026-03-10T05:59:00Z");

  private static JsonNode event(String type, String part) {
    return new JsonMapper()
        .readTree(
            """
            {"eventType":"%s","mail":{"messageId":"ses-1","destination":["amina@example.org"],
             "tags":{"ses:configuration-set":["doula"],"doula":["12-1"]}}%s}
            """
                .formatted(type, part.isEmpty() ? "" : "," + part));
  }

  private static String bounce(String type, String sub) {
    return """
    "bounce":{"bounceType":"%s","bounceSubType":"%s","feedbackId":"f-1",
     "timestamp":"2026-03-10T05:58:00.123Z",
     "bouncedRecipients":[{"emailAddress":"amina@example.org","diagnosticCode":"550 amina"}]}
    """
        .formatted(type, sub);
  }

  private static String complaint(String more) {
    return """
    "complaint":{"feedbackId":"f-2","timestamp":"2026-03-10T05:58:00Z"%s,
     "complainedRecipients":[{"emailAddress":"Amina Otieno <amina@example.org>"}]}
    """
        .formatted(more);
  }

  static List<Arguments> table() {
    return List.of(
        Arguments.of("Send", "\"send\":{}", ACCEPTED, null, null),
        Arguments.of("DeliveryDelay", "\"deliveryDelay\":{}", SENT, null, null),
        Arguments.of("Delivery", "\"delivery\":{}", DELIVERED, null, null),
        Arguments.of(
            "Reject", "\"reject\":{\"reason\":\"Bad content\"}", FAILED, REJECTED, "Reject"),
        Arguments.of("Rendering Failure", "", FAILED, REJECTED, "Rendering Failure"),
        Arguments.of(
            "Bounce",
            bounce("Permanent", "General"),
            FAILED,
            UNREACHABLE,
            "Bounce Permanent General"),
        Arguments.of(
            "Bounce",
            bounce("Permanent", "OnAccountSuppressionList"),
            FAILED,
            UNREACHABLE,
            "Bounce Permanent OnAccountSuppressionList"),
        Arguments.of(
            "Bounce",
            bounce("Transient", "MailboxFull"),
            FAILED,
            REFUSED,
            "Bounce Transient MailboxFull"),
        Arguments.of(
            "Bounce",
            bounce("Transient", "MessageTooLarge"),
            FAILED,
            REJECTED,
            "Bounce Transient MessageTooLarge"),
        Arguments.of(
            "Bounce",
            bounce("Transient", "ContentRejected"),
            FAILED,
            REJECTED,
            "Bounce Transient ContentRejected"),
        Arguments.of(
            "Bounce",
            bounce("Undetermined", "amina@example.org"),
            FAILED,
            REFUSED,
            "Bounce Undetermined"),
        Arguments.of(
            "Complaint",
            complaint(",\"complaintSubType\":\"OnAccountSuppressionList\""),
            FAILED,
            STOPPED,
            "Complaint OnAccountSuppressionList"));
  }

  @ParameterizedTest
  @MethodSource("table")
  void eachEventHasItsReceipt(
      String type, String part, Receipt.Status status, Outcome.Kind failure, String detail) {
    Receipt receipt = SesEvents.receipt(event(type, part), "sns-1", PUBLISHED).orElseThrow();

    assertThat(receipt.channel()).isEqualTo("email");
    assertThat(receipt.correlation()).isEqualTo("12:1");
    assertThat(receipt.providerId()).isEqualTo("ses-1");
    assertThat(receipt.status()).isEqualTo(status);
    assertThat(receipt.failure()).isEqualTo(failure);
    assertThat(receipt.detail()).isEqualTo(detail);
    assertThat(receipt.scope()).isNull();
    assertThat(receipt.event()).startsWith("ses-1:" + type);
  }

  @Test
  void anEventIsToldByItsFeedbackAndHasItsOwnTime() {
    Receipt receipt =
        SesEvents.receipt(event("Bounce", bounce("Permanent", "General")), "sns-1", PUBLISHED)
            .orElseThrow();
    assertThat(receipt.event()).isEqualTo("ses-1:Bounce:f-1");
    assertThat(receipt.happenedAt()).isEqualTo(Instant.parse("2026-03-10T05:58:00.123Z"));
    assertThat(SesEvents.receipt(event("Send", "\"send\":{}"), "sns-1", PUBLISHED).orElseThrow())
        .returns("ses-1:Send", Receipt::event)
        .returns(PUBLISHED, Receipt::happenedAt);
  }

  @Test
  void notificationsOfAnIdentityAreReadTooThoughTheyCarryNoTag() {
    JsonNode notification =
        new JsonMapper()
            .readTree("{\"notificationType\":\"Delivery\",\"mail\":{\"messageId\":\"ses-1\"}}");
    Receipt receipt = SesEvents.receipt(notification, "sns-1", PUBLISHED).orElseThrow();
    assertThat(receipt.status()).isEqualTo(DELIVERED);
    assertThat(receipt.correlation()).isNull();
  }

  @Test
  void aComplaintNamesTheAddressAlone() {
    assertThat(SesEvents.complaints(event("Complaint", complaint("")), "sns-1"))
        .containsExactly(new SesEvents.Complaint("complaint:f-2:0", "amina@example.org"));
    assertThat(SesEvents.receipt(event("Complaint", complaint("")), "sns-1", PUBLISHED)).isEmpty();
  }

  @Test
  void whoSaysNotSpamDoesNotComplain() {
    assertThat(
            SesEvents.complaints(
                event("Complaint", complaint(",\"complaintFeedbackType\":\"not-spam\"")), "sns-1"))
        .isEmpty();
  }

  @Test
  void whatSaysNothingOfHowFarAMailCameIsPassedOver() {
    for (String type : List.of("Open", "Click", "Subscription", "Other", "")) {
      assertThat(SesEvents.receipt(event(type, ""), "sns-1", PUBLISHED)).isEmpty();
      assertThat(SesEvents.complaints(event(type, ""), "sns-1")).isEmpty();
    }
  }
}
