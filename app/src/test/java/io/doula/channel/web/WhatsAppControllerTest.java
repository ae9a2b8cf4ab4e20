package io.doula.channel.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.testing.Answer;
import io.doula.testing.Api;
import io.doula.testing.DoulaTest;
import io.doula.testing.Families;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** Meta at the door. */
@DoulaTest
@TestPropertySource(
    properties = {
      "DOULA_WHATSAPP_PHONE_NUMBER_ID=1065",
      "DOULA_WHATSAPP_TOKEN=the-token",
      "DOULA_WHATSAPP_APP_SECRET=app-secret",
      "DOULA_WHATSAPP_VERIFY_TOKEN=verify-me"
    })
class WhatsAppControllerTest {
  private static final String WEBHOOK = "/webhooks/whatsapp";
  private static final String PHONE = "+254700000901";

  @Autowired Api api;
  @Autowired Families families;
  @Autowired JdbcClient jdbc;

  @Test
  void theChallengeComesBackToWhoKnowsTheVerifyToken() {
    Answer answer =
        api.get(
            WEBHOOK + "?hub.mode=subscribe&hub.verify_token=verify-me&hub.challenge=1158201444");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo("1158201444");
    assertThat(answer.header("Content-Type")).startsWith("text/plain");
    assertThat(
            api.get(
                    WEBHOOK
                        + "/?hub.mode=subscribe&hub.verify_token=verify-me&hub.challenge=<b>x</b>"
                            .replace("<", "%3C")
                            .replace(">", "%3E"))
                .header("Content-Type"))
        .startsWith("text/plain");
  }

  @Test
  void nobodyElseShakesHands() {
    for (String query :
        List.of(
            "",
            "?hub.mode=subscribe&hub.challenge=1",
            "?hub.mode=subscribe&hub.verify_token=wrong&hub.challenge=1",
            "?hub.mode=unsubscribe&hub.verify_token=verify-me&hub.challenge=1")) {
      assertThat(api.get(WEBHOOK + query).status()).as(query).isEqualTo(403);
    }
  }

  @Test
  void whatIsNotSignedIsRefusedBeforeItIsRead() {
    for (String body : List.of(post(sent("A")), "no JSON", "", "{\"a\":1,\"a\":2}")) {
      assertThat(post(body, null).status()).isEqualTo(403);
      assertThat(post(body, "sha256=" + "0".repeat(64)).status()).isEqualTo(403);
    }
    assertThat(events()).isEmpty();
  }

  @Test
  void aSignedStatusIsStoredOnceHoweverOftenItComes() {
    String body = post(sent("A"));
    assertThat(signed(body).status()).isEqualTo(200);
    assertThat(signed(body).status()).isEqualTo(200);
    assertThat(events()).containsExactly(Hashed.event("wamid.A:SENT"));
  }

  @Test
  void manyStatusesInOnePostAreStoredAll() {
    assertThat(signed(post(sent("A") + "," + sent("B") + "," + sent("A"))).status()).isEqualTo(200);
    assertThat(events())
        .containsExactlyInAnyOrder(Hashed.event("wamid.A:SENT"), Hashed.event("wamid.B:SENT"));
  }

  @Test
  void aSignedStopStopsHer() {
    long mother = families.mother(families.clinic(), PHONE);
    assertThat(signed(said("wamid.IN", "Stop")).status()).isEqualTo(200);
    assertThat(optedOut(mother)).isTrue();
  }

  @Test
  void whatNoOneUnderstandsIsAnsweredAndStopsNobody() {
    long mother = families.mother(families.clinic(), PHONE);
    assertThat(signed(said("wamid.1", "Asante sana")).status()).isEqualTo(200);
    assertThat(signed(said("wamid.2", "STOP").replace("\"from\":", "\"from_user_id\":")).status())
        .isEqualTo(200);
    assertThat(
            jdbc.sql("select event from inbound where channel = 'whatsapp'")
                .query(String.class)
                .list())
        .containsExactlyInAnyOrder(Hashed.event("wamid.1"), Hashed.event("wamid.2"));
    assertThat(optedOut(mother)).isFalse();
  }

  @Test
  void whatCanNotBeStoredIsNotAnsweredWith200AndComesAgain() {
    String body = post(sent("A"));
    jdbc.sql("alter table receipt rename to receipt_away").update();
    try {
      assertThat(signed(body).status()).isGreaterThanOrEqualTo(500);
    } finally {
      jdbc.sql("alter table receipt_away rename to receipt").update();
    }
    assertThat(events()).isEmpty();
    assertThat(signed(body).status()).isEqualTo(200);
    assertThat(events()).containsExactly(Hashed.event("wamid.A:SENT"));
  }

  @Test
  void aStopIsAppliedAlsoWhereTheReceiptsBesideItCanNotBeStored() {
    long mother = families.mother(families.clinic(), PHONE);
    String both =
        said("wamid.IN", "STOP")
            .replace("\"messages\":", "\"statuses\":[" + sent("A") + "],\"messages\":");
    jdbc.sql("alter table receipt rename to receipt_away").update();
    try {
      assertThat(signed(both).status()).isGreaterThanOrEqualTo(500);
    } finally {
      jdbc.sql("alter table receipt_away rename to receipt").update();
    }
    assertThat(optedOut(mother)).isTrue();
  }

  /** Where our own API would refuse them, they would come again for days. */
  @Test
  void textsAndFieldsThatOurOwnApiRefusesAreTaken() {
    assertThat(signed(said("wamid.IN", "\\u0000 \\ud83d STOP")).status()).isEqualTo(200);
    assertThat(signed("{\"a\":1,\"a\":2,\"entry\":[]}").status()).isEqualTo(200);
    assertThat(signed("{\"pad\":\"" + "x".repeat(3_000_000) + "\"}").status()).isEqualTo(200);
    assertThat(signed("{\"pad\":\"" + "x".repeat(5_000_000) + "\"}").status()).isEqualTo(413);
  }

  @Test
  void aSignedBodyThatIsNoJsonIsABadRequest() {
    assertThat(signed("nonsense").status()).isEqualTo(400);
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void noLogHoldsWhoWroteWhat(CapturedOutput output) {
    LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
    logging.setLogLevel("io.doula", LogLevel.TRACE);
    try {
      signed(said("wamid.IN", "canary-words"));
      signed(post(sent("A")));
      post(said("wamid.IN", "canary-words"), null);
      signed(said("wamid.IN", "canary-words") + "broken");
    } finally {
      logging.setLogLevel("io.doula", null);
    }
    assertThat(output.getAll()).doesNotContain("canary-words", "254700000901", "Canary Name");
  }

  private boolean optedOut(long mother) {
    return jdbc.sql("select opted_out_at is not null from mother where id = :id")
        .param("id", mother)
        .query(Boolean.class)
        .single();
  }

  private List<String> events() {
    return jdbc.sql("select event from receipt where channel = 'whatsapp'")
        .query(String.class)
        .list();
  }

  private Answer signed(String body) {
    return post(body, signature(body));
  }

  private Answer post(String body, @Nullable String signature) {
    Api asMeta = signature == null ? api : api.with("X-Hub-Signature-256", signature);
    return asMeta.send("POST", WEBHOOK, "application/json", BodyPublishers.ofString(body));
  }

  private static String signature(String body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec("app-secret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return "sha256="
          + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String sent(String id) {
    return """
        {"id":"wamid.%s","status":"sent","timestamp":"1750857384","recipient_id":"254700000901",\
        "biz_opaque_callback_data":"1:1"}"""
        .formatted(id);
  }

  private static String post(String statuses) {
    return change("\"statuses\":[" + statuses + "]");
  }

  private static String said(String id, String words) {
    return change(
        """
        "contacts":[{"profile":{"name":"Canary Name"},"wa_id":"254700000901"}],\
        "messages":[{"from":"254700000901","id":"%s","timestamp":"1750857384","type":"text","text":{"body":"%s"}}]"""
            .formatted(id, words));
  }

  private static String change(String fields) {
    return """
        {"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{\
        "metadata":{"phone_number_id":"1065"},%s}}]}]}"""
        .formatted(fields);
  }
}
