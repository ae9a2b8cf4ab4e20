package io.doula.channel.web;

import static io.doula.channel.Outcome.Kind.REFUSED;
import static io.doula.channel.Outcome.Kind.REJECTED;
import static io.doula.channel.Outcome.Kind.UNREACHABLE;

import io.doula.channel.Outcome;
import io.doula.channel.Receipt;
import io.doula.channel.Receipt.Status;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The events of AWS End User Messaging SMS ("Event types for SMS, MMS, and voice" in AWS's guide);
 * docs/sms.md holds the same table.
 */
final class SmsEvents {
  private record Meaning(Status status, Outcome.@Nullable Kind failure) {}

  private static final Map<String, Meaning> MEANINGS =
      Map.ofEntries(
          Map.entry("TEXT_QUEUED", reached(Status.ACCEPTED)),
          Map.entry("TEXT_PENDING", reached(Status.ACCEPTED)),
          Map.entry("TEXT_SENT", reached(Status.SENT)),
          // taken by her carrier; final where carriers say no more
          Map.entry("TEXT_SUCCESSFUL", reached(Status.DELIVERED)),
          Map.entry("TEXT_DELIVERED", reached(Status.DELIVERED)),
          // also written after 72 hours of silence: no failure is known
          Map.entry("TEXT_UNKNOWN", reached(Status.ACCEPTED)),
          // her phone is off, or her network has a fault: it passes
          Map.entry("TEXT_UNREACHABLE", failed(REFUSED)),
          Map.entry("TEXT_CARRIER_UNREACHABLE", failed(REFUSED)),
          Map.entry("TEXT_TTL_EXPIRED", failed(REFUSED)),
          // she or her carrier takes nothing from us, or the number is none
          Map.entry("TEXT_BLOCKED", failed(UNREACHABLE)),
          Map.entry("TEXT_INVALID", failed(UNREACHABLE)),
          Map.entry("TEXT_PROTECT_BLOCKED", failed(UNREACHABLE)),
          // her carrier does not like these words
          Map.entry("TEXT_CARRIER_BLOCKED", failed(REJECTED)),
          Map.entry("TEXT_SPAM", failed(REJECTED)),
          Map.entry("TEXT_INVALID_MESSAGE", failed(REJECTED)));

  private SmsEvents() {}

  private static Meaning reached(Status status) {
    return new Meaning(status, null);
  }

  private static Meaning failed(Outcome.Kind kind) {
    return new Meaning(Status.FAILED, kind);
  }

  /**
   * @param snsId tells the event from others where it names no message
   * @param published when SNS had it, where the event tells no time
   * @return empty for an event that says nothing about a text message of ours
   */
  static Optional<Receipt> receipt(JsonNode event, String snsId, Instant published) {
    String type = event.path("eventType").asString("");
    Meaning known = MEANINGS.get(type);
    String messageId = event.path("messageId").asString("");
    String correlation = correlation(event);
    if (known == null || (messageId.isEmpty() && correlation == null)) {
      return Optional.empty();
    }
    boolean isFinal = event.path("isFinal").asBoolean(false);
    Meaning meaning = isFinal ? known : before(known);
    String own = (messageId.isEmpty() ? snsId : messageId) + ":" + type;
    return Optional.of(
        new Receipt(
            "sms",
            isFinal ? own : own + ":interim",
            correlation,
            messageId.isEmpty() ? null : messageId,
            meaning.status(),
            meaning.failure(),
            null,
            meaning.failure() == null ? null : type,
            at(event, published)));
  }

  /** What is not final yet: a failure may still be overcome, a success is on its way. */
  private static Meaning before(Meaning last) {
    return switch (last.status()) {
      case FAILED -> reached(Status.ACCEPTED);
      case DELIVERED -> reached(Status.SENT);
      default -> last;
    };
  }

  private static @Nullable String correlation(JsonNode event) {
    String echoed = event.path("context").path("doula").asString("");
    return echoed.matches("[0-9]{1,18}:[0-9]{1,4}") ? echoed : null;
  }

  private static Instant at(JsonNode event, Instant published) {
    JsonNode millis = event.path("eventTimestamp");
    return millis.canConvertToLong() && millis.isIntegralNumber()
        ? Instant.ofEpochMilli(millis.asLong())
        : published;
  }
}
