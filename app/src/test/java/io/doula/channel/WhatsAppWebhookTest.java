package io.doula.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.channel.Outcome.Kind;
import io.doula.channel.Receipt.Status;
import io.doula.channel.WhatsAppWebhook.News;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read out of Meta's posts. */
class WhatsAppWebhookTest {
  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
  private static final Instant THEN = Instant.ofEpochSecond(1_750_857_384L);

  /** printf body | openssl dgst -sha256 -hmac app-secret. */
  private static final String SIGNATURE =
      "sha256=77167e47bd4ec6ebcb0745bc09b14e8f20a2d34b83e11623089895e867227290";

  private final WhatsAppWebhook webhook = new WhatsAppWebhook("app-secret", "verify-me", "1065");

  @Test
  void aSignatureOverTheseVeryBytesIsGood() {
    byte[] body = "body".getBytes(StandardCharsets.UTF_8);
    assertThat(webhook.isSigned(body, SIGNATURE)).isTrue();
    assertThat(webhook.isSigned(body, SIGNATURE.toUpperCase().replace("SHA256", "sha256")))
        .isTrue();
    assertThat(webhook.isSigned("body ".getBytes(StandardCharsets.UTF_8), SIGNATURE)).isFalse();
    assertThat(new WhatsAppWebhook("other", "verify-me", "1065").isSigned(body, SIGNATURE))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sha256=", "sha256=zz", "sha256=00", "sha1=00", "sha256=4"})
  void whatIsNoSignatureIsNotGood(String header) {
    assertThat(webhook.isSigned("body".getBytes(StandardCharsets.UTF_8), header)).isFalse();
    assertThat(webhook.isSigned("body".getBytes(StandardCharsets.UTF_8), null)).isFalse();
  }

  @Test
  void onlyTheVerifyTokenIsOurs() {
    assertThat(webhook.isOurs("verify-me")).isTrue();
    assertThat(webhook.isOurs("verify-m")).isFalse();
    assertThat(webhook.isOurs("")).isFalse();
    assertThat(webhook.isOurs(null)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"sent, SENT", "delivered, DELIVERED", "read, READ", "played, READ"})
  void aStatusIsAReceipt(String status, Status reached) {
    News news =
        statuses(
            """
            {"id":"wamid.A","status":"%s","timestamp":"1750857384","recipient_id":"254700000901",
             "biz_opaque_callback_data":"12:3","pricing":{"billable":true},"new_field":[1]}
            """
                .formatted(status));
    assertThat(news.receipts())
        .containsExactly(
            new Receipt(
                "whatsapp",
                "wamid.A:" + reached,
                "12:3",
                "wamid.A",
                reached,
                null,
                null,
                null,
                THEN));
    assertThat(news.written()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "131026, UNREACHABLE, ",
    "131049, REJECTED, ",
    "131000, REFUSED, ",
    "131042, BLOCKED, *",
    "132015, BLOCKED, ",
    "131050, STOPPED, ",
    "987654, REJECTED, "
  })
  void aFailureIsOfTheClassOfItsCode(int code, Kind kind, @Nullable String scope) {
    Receipt receipt =
        statuses(
                """
                {"id":"wamid.A","status":"failed","timestamp":1750857384,
                 "errors":[{"code":%d,"title":"to 254700000901","error_data":{"details":"254700000901"}}]}
                """
                    .formatted(code))
            .receipts()
            .get(0);
    assertThat(receipt.status()).isEqualTo(Status.FAILED);
    assertThat(receipt.failure()).isEqualTo(kind);
    assertThat(receipt.scope()).isEqualTo(scope);
    assertThat(receipt.event()).isEqualTo("wamid.A:FAILED:" + code);
    assertThat(receipt.correlation()).isNull();
    assertThat(receipt.detail()).startsWith("code " + code).doesNotContain("254700000901");
    assertThat(receipt.happenedAt()).isEqualTo(THEN);
  }

  @Test
  void aFailureWithoutACodeIsARejection() {
    Receipt receipt = statuses("{\"id\":\"wamid.A\",\"status\":\"failed\"}").receipts().get(0);
    assertThat(receipt.failure()).isEqualTo(Kind.REJECTED);
    assertThat(receipt.happenedAt()).isEqualTo(NOW);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":\"wamid.A\",\"status\":\"warning\"}",
        "{\"id\":\"wamid.A\"}",
        "{\"status\":\"sent\"}",
        "{\"id\":{},\"status\":\"sent\"}",
        "{\"id\":null,\"status\":\"sent\"}",
        "17",
        "null"
      })
  void aStatusThatSaysNothingKnownIsLeftAlone(String status) {
    assertThat(statuses(status).receipts()).isEmpty();
  }

  @Test
  void millisecondsAreReadAsSuch() {
    assertThat(
            statuses("{\"id\":\"a\",\"status\":\"sent\",\"timestamp\":\"1750857384000\"}")
                .receipts()
                .get(0)
                .happenedAt())
        .isEqualTo(THEN);
    for (String odd : List.of("\"soon\"", "-1", "99999999999999999999", "{}", "\"\"")) {
      assertThat(
              statuses("{\"id\":\"a\",\"status\":\"sent\",\"timestamp\":" + odd + "}")
                  .receipts()
                  .get(0)
                  .happenedAt())
          .isEqualTo(NOW);
    }
  }

  @Test
  void manyStatusesInOnePostAreManyReceipts() {
    String many =
        IntStream.range(0, 1000)
            .mapToObj(i -> "{\"id\":\"wamid.%d\",\"status\":\"sent\"}".formatted(i))
            .collect(Collectors.joining(","));
    assertThat(statuses(many).receipts()).hasSize(1000).doesNotHaveDuplicates();
  }

  @Test
  void whatIsForAnotherNumberIsLeftAlone() {
    String theirs = change("9999", "\"statuses\":[{\"id\":\"a\",\"status\":\"sent\"}]");
    String ours = change("1065", "\"statuses\":[{\"id\":\"b\",\"status\":\"read\"}]");
    String both =
        theirs.replace(
            "\"entry\":[", "\"entry\":[" + ours.replaceFirst("^.*?\\[(.*)]}$", "$1") + ",");
    assertThat(read(both).receipts()).extracting(Receipt::providerId).containsExactly("b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\":\"text\",\"text\":{\"body\":\"Stop please\"}} | Stop please",
        "{\"type\":\"button\",\"button\":{\"payload\":\"x\",\"text\":\"STOP\"}} | STOP",
        "{\"type\":\"interactive\",\"interactive\":{\"type\":\"button_reply\",\"button_reply\":{\"id\":\"1\",\"title\":\"SITISHA\"}}} | SITISHA",
        "{\"type\":\"interactive\",\"interactive\":{\"type\":\"list_reply\",\"list_reply\":{\"id\":\"1\",\"title\":\"बंद\"}}} | बंद",
        "{\"type\":\"image\",\"image\":{\"caption\":\"STOP\"}} | ''",
        "{\"type\":\"unsupported\",\"errors\":[{\"code\":131051}]} | ''",
        "{\"type\":\"text\",\"text\":\"STOP\"} | ''",
        "{} | ''"
      })
  void whatSheWroteOrPressedIsInbound(String content, String text) {
    String message =
        content.replaceFirst(
            "^\\{", "{\"from\":\"254700000901\",\"id\":\"wamid.IN\",\"timestamp\":\"1750857384\",");
    News news = read(change("1065", "\"messages\":[" + message.replace(",}", "}") + "]"));
    assertThat(news.written())
        .containsExactly(new Inbound("whatsapp", "wamid.IN", "+254700000901", text, THEN));
  }

  /** A username of 2026: Meta tells no number, only an id that means something to this business. */
  @Test
  void whoShowsNoNumberIsKeptAsNotUnderstood() {
    News news =
        read(
            change(
                "1065",
                """
                "contacts":[{"profile":{"name":"A","username":"@amina"},"user_id":"KE.13491208655302741918"}],
                "messages":[{"from_user_id":"KE.13491208655302741918","id":"wamid.IN",
                  "timestamp":"1750857384","type":"text","text":{"body":"STOP"}}]
                """));
    assertThat(news.written()).containsExactly(new Inbound("whatsapp", "wamid.IN", "", "", THEN));
  }

  @Test
  void stoppingInWhatsAppItselfIsAStopAndSwitchingBackIsNothing() {
    String wish =
        """
        "user_preferences":[{"wa_id":"254700000901","detail":"User requested","category":"marketing_messages",
          "value":"%s","timestamp":1750857384}]
        """;
    Inbound stop = read(change("1065", wish.formatted("stop"))).written().get(0);
    assertThat(stop)
        .isEqualTo(new Inbound("whatsapp", stop.event(), "+254700000901", "STOP", THEN));
    assertThat(read(change("1065", wish.formatted("stop"))).written()).containsExactly(stop);
    assertThat(stop.event()).startsWith("user_preferences:").doesNotContain("254700000901");
    String later = wish.formatted("stop").replace("1750857384", "1750857385");
    assertThat(read(change("1065", later)).written().get(0).event()).isNotEqualTo(stop.event());
    assertThat(read(change("1065", wish.formatted("resume"))).written()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "\"x\"",
        "{\"entry\":{}}",
        "{\"entry\":[{\"changes\":[{\"value\":7}]}]}",
        "{\"entry\":[{\"changes\":[{\"field\":\"message_template_status_update\",\"value\":{\"event\":\"PAUSED\"}}]}]}"
      })
  void aPostWithoutNewsForUsIsEmpty(String post) {
    assertThat(read(post)).isEqualTo(new News(List.of(), List.of()));
  }

  @Test
  void whatIsNoJsonIsNotRead() {
    for (String broken : List.of("{", "nonsense", "{\"entry\":[}")) {
      assertThat(webhook.read(broken.getBytes(StandardCharsets.UTF_8), NOW)).isEmpty();
    }
  }

  private News statuses(String statuses) {
    return read(change("1065", "\"statuses\":[" + statuses + "]"));
  }

  private News read(String post) {
    return webhook.read(post.getBytes(StandardCharsets.UTF_8), NOW).orElseThrow();
  }

  private static String change(String number, String fields) {
    return """
        {"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{\
        "messaging_product":"whatsapp","metadata":{"display_phone_number":"1","phone_number_id":"%s"},%s}}]}]}\
        """
        .formatted(number, fields.strip());
  }
}
