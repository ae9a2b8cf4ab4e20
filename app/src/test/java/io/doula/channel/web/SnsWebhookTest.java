package io.doula.channel.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.channel.web.Sns.Letter;
import io.doula.testing.Answer;
import io.doula.testing.Api;
import io.doula.testing.DoulaTest;
import io.doula.testing.Families;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

@DoulaTest
@Import(Sns.InPlaceOfAws.class)
@TestPropertySource(
    properties = "DOULA_SNS_TOPICS=" + Sns.TOPIC + ", arn:aws:sns:eu-west-1:123456789012:mail")
@ExtendWith(OutputCaptureExtension.class)
class SnsWebhookTest {
  private static final String PHONE = "+254711222333";
  private static final String ADDRESS = "canary@example.org";

  @Autowired Api api;
  @Autowired Sns sns;
  @Autowired SnsCertificates certificates;
  @Autowired JdbcClient jdbc;
  @Autowired Families families;

  @BeforeEach
  void reset() {
    sns.reset();
    certificates.forget();
  }

  private Answer post(Letter letter) {
    return api.send(
        "POST",
        "/webhooks/sns",
        "text/plain; charset=UTF-8",
        BodyPublishers.ofString(letter.signed().json()));
  }

  private Answer notified(String message) {
    return post(Letter.notification(message));
  }

  private static String wrote(String words) {
    return """
    {"originationNumber":"%s","destinationNumber":"+12125550101","messageKeyword":"KEYWORD",
     "messageBody":"%s","inboundMessageId":"in-1"}
    """
        .formatted(PHONE, words);
  }

  private boolean optedOut(long mother) {
    return jdbc.sql("select opted_out_at is not null from mother where id = :id")
        .param("id", mother)
        .query(Boolean.class)
        .single();
  }

  @Test
  void aSubscriptionIsConfirmedAtSns() {
    Answer answer = post(Letter.confirmation("SubscriptionConfirmation"));

    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    assertThat(sns.asked).containsExactly(Sns.CERTIFICATE, Sns.SUBSCRIBE);
  }

  @Test
  void aForgedSubscriptionIsNotConfirmed() {
    Letter forged =
        Letter.confirmation("SubscriptionConfirmation").signed().with("Token", "another");
    assertThat(
            api.send("POST", "/webhooks/sns", "text/plain", BodyPublishers.ofString(forged.json()))
                .status())
        .isEqualTo(403);
    assertThat(sns.asked).doesNotContain(Sns.SUBSCRIBE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/?Action=ConfirmSubscription",
        "http://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription",
        "https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription",
        "https://sns.eu-west-1.amazonaws.com:444/?Action=ConfirmSubscription",
        "https://sns.eu-west-1.amazonaws.com/?Action=DeleteTopic",
        "https://sns.eu-west-1.amazonaws.com/other?Action=ConfirmSubscription",
        ""
      })
  void aConfirmationLeadsToSnsAndNowhereElse(String address) {
    sns.pages.put(address, new SnsFetch.Found(200, new byte[0]));
    Letter letter = Letter.confirmation("SubscriptionConfirmation").with("SubscribeURL", address);
    assertThat(post(letter).status()).isEqualTo(503);
    assertThat(sns.asked).containsExactly(Sns.CERTIFICATE);
  }

  @Test
  void aConfirmationThatFailsIsAskedForAgain() {
    sns.pages.put(Sns.SUBSCRIBE, new SnsFetch.Found(400, new byte[0]));
    assertThat(post(Letter.confirmation("SubscriptionConfirmation")).status()).isEqualTo(503);
    sns.pages.remove(Sns.SUBSCRIBE);
    assertThat(post(Letter.confirmation("SubscriptionConfirmation")).status()).isEqualTo(503);
  }

  @Test
  void anEndedSubscriptionIsToldToWhoeverReadsTheLog(CapturedOutput output) {
    assertThat(post(Letter.confirmation("UnsubscribeConfirmation")).status()).isEqualTo(200);
    assertThat(output.getAll()).contains("SNS no longer posts the events of " + Sns.TOPIC);
    assertThat(sns.asked).containsExactly(Sns.CERTIFICATE);
  }

  @Test
  void aStopThatSheTextsStopsHerMessages() {
    long mother = families.mother(families.clinic(), PHONE);

    assertThat(notified(wrote("hello")).status()).isEqualTo(200);
    assertThat(optedOut(mother)).isFalse();
    assertThat(notified(wrote("STOP").replace("in-1", "in-2")).status()).isEqualTo(200);

    assertThat(optedOut(mother)).isTrue();
    assertThat(jdbc.sql("select event from inbound").query(String.class).list())
        .containsExactlyInAnyOrder(Hashed.event("in-1"), Hashed.event("in-2"));
  }

  @Test
  void aReceiptOfAMailIsStored() {
    notified(
        """
        {"eventType":"Delivery","delivery":{"timestamp":"2026-03-10T05:58:00Z"},
         "mail":{"messageId":"ses-1","tags":{"doula":["12-1"]}}}
        """);
    assertThat(
            jdbc.sql("select channel || ' ' || event || ' ' || status from receipt")
                .query(String.class)
                .list())
        .containsExactly("email " + Hashed.event("ses-1:Delivery") + " DELIVERED");
  }

  @Test
  void aComplaintIsTakenOnce() {
    String complaint =
        """
        {"eventType":"Complaint","mail":{"messageId":"ses-1"},
         "complaint":{"feedbackId":"f-1","complainedRecipients":[{"emailAddress":"%s"}]}}
        """
            .formatted(ADDRESS);
    assertThat(notified(complaint).status()).isEqualTo(200);
    assertThat(notified(complaint).status()).isEqualTo(200);
    assertThat(jdbc.sql("select channel || ' ' || event from inbound").query(String.class).list())
        .containsExactly("email " + Hashed.event("complaint:f-1:0"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Successfully validated SNS topic for Amazon SES event publishing.",
        "{\"eventType\":\"TEXT_OF_NEXT_YEAR\",\"messageId\":\"m\"}",
        "{\"eventType\":\"Open\",\"mail\":{\"messageId\":\"ses-1\"}}",
        "{\"originationNumber\":\"+254711222333\"}",
        "[]",
        ""
      })
  void whatIsNoneOfOursIsTakenAndPassedOver(String message, CapturedOutput output) {
    assertThat(notified(message).status()).isEqualTo(200);
    assertThat(jdbc.sql("select count(*) from receipt").query(Integer.class).single()).isZero();
    assertThat(output.getAll()).contains("an event of SNS is none of ours: ");
  }

  @Test
  void whatCanNotBeStoredIsToComeAgain() {
    jdbc.sql("alter table receipt rename to receipt_away").update();
    try {
      assertThat(notified(delivered()).status()).isGreaterThanOrEqualTo(500);
    } finally {
      jdbc.sql("alter table receipt_away rename to receipt").update();
    }
    assertThat(notified(delivered()).status()).isEqualTo(200);
    assertThat(jdbc.sql("select count(*) from receipt").query(Integer.class).single()).isOne();
  }

  private static String delivered() {
    return """
    {"eventType":"TEXT_DELIVERED","isFinal":true,"messageId":"m-1","context":{"doula":"12:1"},
     "destinationPhoneNumber":"%s","messageStatusDescription":"to %s: CANARY"}
    """
        .formatted(PHONE, PHONE);
  }

  @Test
  void noLogAndNoAnswerHoldsWhoItWasOrWhatSheWrote(CapturedOutput output) {
    String answers =
        notified(delivered()).text()
            + notified(wrote("CANARY")).text()
            + notified("{\"eventType\":\"CANARY %s\"}".formatted(PHONE)).text()
            + notified(
                    """
                    {"eventType":"Bounce","mail":{"messageId":"s","destination":["%s"]},
                     "bounce":{"bounceType":"Permanent","bounceSubType":"%s"}}
                    """
                        .formatted(ADDRESS, ADDRESS))
                .text()
            + post(Letter.notification(wrote("CANARY")).with("TopicArn", "CANARY")).text();
    jdbc.sql("alter table inbound rename to inbound_away").update();
    try {
      answers += notified(wrote("CANARY").replace("in-1", "in-2")).text();
    } finally {
      jdbc.sql("alter table inbound_away rename to inbound").update();
    }

    assertThat(output.getAll() + answers)
        .contains("correlation id")
        .doesNotContain(PHONE, ADDRESS, "CANARY");
    assertThat(
            jdbc.sql("select detail from receipt where failure is not null")
                .query(String.class)
                .list())
        .containsExactly("Bounce Permanent");
  }
}
