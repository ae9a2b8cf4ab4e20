package io.doula.channel.web;

import static io.doula.channel.Outcome.Kind.REFUSED;
import static io.doula.channel.Outcome.Kind.REJECTED;
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
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

class SmsEventsTest {
  private static final Instant PUBLISHED = Instant.parse("2026-03-10T05:59:00Z");

  private static Optional<Receipt> read(String json) {
    return SmsEvents.receipt(new JsonMapper().readTree(json), "sns-1", PUBLISHED);
  }

  private static String event(String type, boolean isFinal) {
    return """
    {"eventType":"%s","eventVersion":"1.0","eventTimestamp":1773122340000,"isFinal":%s,
     "originationPhoneNumber":"+12065550152","destinationPhoneNumber":"+254700000001",
     "messageId":"862a8790","messageStatusDescription":"to +254700000001",
     "context":{"doula":"12:1"}}
    """
        .formatted(type, isFinal);
  }

  static List<Arguments> table() {
    return List.of(
        Arguments.of("TEXT_QUEUED", ACCEPTED, null, ACCEPTED),
        Arguments.of("TEXT_PENDING", ACCEPTED, null, ACCEPTED),
        Arguments.of("TEXT_SENT", SENT, null, SENT),
        Arguments.of("TEXT_SUCCESSFUL", DELIVERED, null, SENT),
        Arguments.of("TEXT_DELIVERED", DELIVERED, null, SENT),
        Arguments.of("TEXT_UNKNOWN", ACCEPTED, null, ACCEPTED),
        Arguments.of("TEXT_UNREACHABLE", FAILED, REFUSED, ACCEPTED),
        Arguments.of("TEXT_CARRIER_UNREACHABLE", FAILED, REFUSED, ACCEPTED),
        Arguments.of("TEXT_TTL_EXPIRED", FAILED, REFUSED, ACCEPTED),
        Arguments.of("TEXT_BLOCKED", FAILED, UNREACHABLE, ACCEPTED),
        Arguments.of("TEXT_INVALID", FAILED, UNREACHABLE, ACCEPTED),
        Arguments.of("TEXT_PROTECT_BLOCKED", FAILED, UNREACHABLE, ACCEPTED),
        Arguments.of("TEXT_CARRIER_BLOCKED", FAILED, REJECTED, ACCEPTED),
        Arguments.of("TEXT_SPAM", FAILED, REJECTED, ACCEPTED),
        Arguments.of("TEXT_INVALID_MESSAGE", FAILED, REJECTED, ACCEPTED));
  }

  @ParameterizedTest
  @MethodSource("table")
  void eachEventHasItsReceiptAndOnlyALastOneIsAnEnd(
      String type, Receipt.Status last, Outcome.Kind failure, Receipt.Status before) {
    assertThat(read(event(type, true)))
        .contains(
            new Receipt(
                "sms",
                "862a8790:" + type,
                "12:1",
                "862a8790",
                last,
                failure,
                null,
                failure == null ? null : type,
                Instant.parse("2026-03-10T05:59:00Z")));
    Receipt interim = read(event(type, false)).orElseThrow();
    assertThat(interim.status()).isEqualTo(before);
    assertThat(interim.failure()).isNull();
    assertThat(interim.event()).isEqualTo("862a8790:" + type + ":interim");
  }

  @Test
  void whatIsNoEventOfATextMessageSaysNothing() {
    assertThat(read(event("TEXT_OF_NEXT_YEAR", true))).isEmpty();
    assertThat(read(event("VOICE_ANSWERED", true))).isEmpty();
    assertThat(read("{\"eventType\":\"TEXT_DELIVERED\",\"isFinal\":true}")).isEmpty();
    assertThat(read("{}")).isEmpty();
    assertThat(read("[1]")).isEmpty();
  }

  @Test
  void anEventOfAnotherSenderKeepsItsIdAndHasNoCorrelation() {
    for (String context : List.of("{}", "{\"doula\":\"' or 1=1\"}", "{\"doula\":7}", "null")) {
      Receipt receipt =
          read("{\"eventType\":\"TEXT_SENT\",\"messageId\":\"m\",\"context\":" + context + "}")
              .orElseThrow();
      assertThat(receipt.correlation()).isNull();
      assertThat(receipt.providerId()).isEqualTo("m");
      assertThat(receipt.happenedAt()).isEqualTo(PUBLISHED);
    }
  }

  @Test
  void anEventWithoutAMessageIdIsToldByTheIdOfSns() {
    Receipt receipt =
        read("{\"eventType\":\"TEXT_SENT\",\"isFinal\":true,\"context\":{\"doula\":\"12:1\"}}")
            .orElseThrow();
    assertThat(receipt.event()).isEqualTo("sns-1:TEXT_SENT");
    assertThat(receipt.providerId()).isNull();
  }
}
