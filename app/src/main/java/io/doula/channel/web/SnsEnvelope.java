package io.doula.channel.web;

import io.doula.core.Invalid;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What SNS posts, as it was read and not yet believed. The fields are those of AWS's documentation
 * ("Parsing Amazon SNS message formats").
 */
record SnsEnvelope(JsonNode fields) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final List<String> OF_NOTIFICATION =
      List.of("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type");
  private static final List<String> OF_CONFIRMATION =
      List.of("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type");

  enum Type {
    NOTIFICATION,
    SUBSCRIPTION_CONFIRMATION,
    UNSUBSCRIBE_CONFIRMATION
  }

  /**
   * @throws Invalid when this is no message of SNS
   */
  static SnsEnvelope read(byte[] body) {
    try {
      SnsEnvelope envelope = new SnsEnvelope(JSON.readTree(body));
      envelope.type();
      envelope.timestamp();
      return envelope;
    } catch (JacksonException notJson) {
      throw new Invalid("body", "is not a message of SNS");
    }
  }

  /** The text of a field; empty when it is missing. */
  String text(String field) {
    String text = textOrNull(field);
    return text == null ? "" : text;
  }

  private @Nullable String textOrNull(String field) {
    JsonNode value = fields.path(field);
    return value.isString() ? value.asString() : null;
  }

  Type type() {
    return switch (text("Type")) {
      case "Notification" -> Type.NOTIFICATION;
      case "SubscriptionConfirmation" -> Type.SUBSCRIPTION_CONFIRMATION;
      case "UnsubscribeConfirmation" -> Type.UNSUBSCRIBE_CONFIRMATION;
      default -> throw new Invalid("Type", "is none of SNS");
    };
  }

  /** When it was published; SNS may deliver it long after. */
  Instant timestamp() {
    try {
      return Instant.parse(text("Timestamp"));
    } catch (DateTimeException e) {
      throw new Invalid("Timestamp", "is no instant");
    }
  }

  /** What is signed: names and values, a line each, a subject only where there is one. */
  byte[] signedText() {
    List<String> names = type() == Type.NOTIFICATION ? OF_NOTIFICATION : OF_CONFIRMATION;
    StringBuilder signed = new StringBuilder();
    for (String name : names) {
      String value = textOrNull(name);
      if (value != null) {
        signed.append(name).append('\n').append(value).append('\n');
      }
    }
    return signed.toString().getBytes(StandardCharsets.UTF_8);
  }
}
