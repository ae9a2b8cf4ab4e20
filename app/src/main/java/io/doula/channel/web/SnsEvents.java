package io.doula.channel.web;

import io.doula.channel.Inbound;
import io.doula.channel.Inbox;
import io.doula.channel.Receipt;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what AWS's services wrote into a message of SNS, and lays it into the inbox. */
@Component
class SnsEvents {
  private static final Logger log = LoggerFactory.getLogger(SnsEvents.class);
  private static final JsonMapper JSON = new JsonMapper();

  private final Inbox inbox;

  SnsEvents(Inbox inbox) {
    this.inbox = inbox;
  }

  /** Stores and applies it; what is none of ours is passed over, so that SNS doesn't repeat it. */
  void take(SnsEnvelope notification, Instant now) {
    JsonNode event = read(notification.text("Message"));
    String id = notification.text("MessageId");
    Instant at = notification.timestamp();
    if (event.path("mail").isObject()) {
      mail(event, id, at, now);
    } else if (event.path("originationNumber").isString() && event.has("inboundMessageId")) {
      inbox.wrote(inbound(event, at), now);
    } else {
      SmsEvents.receipt(event, id, at)
          .ifPresentOrElse(
              receipt -> inbox.receipts(List.of(receipt), now), () -> passedOver(event));
    }
  }

  private void mail(JsonNode event, String id, Instant at, Instant now) {
    List<Receipt> receipts = SesEvents.receipt(event, id, at).stream().toList();
    List<SesEvents.Complaint> complaints = SesEvents.complaints(event, id);
    if (receipts.isEmpty() && complaints.isEmpty()) {
      passedOver(event);
      return;
    }
    // a stop first: should the second fail, SNS repeats both, and each counts once
    complaints.forEach(c -> inbox.complained("email", c.event(), c.address(), now));
    if (!receipts.isEmpty()) {
      inbox.receipts(receipts, now);
    }
  }

  /** "Example of a two-way SMS message payload" in AWS's guide. */
  private static Inbound inbound(JsonNode event, Instant at) {
    return new Inbound(
        "sms",
        event.path("inboundMessageId").asString(""),
        event.path("originationNumber").asString(""),
        event.path("messageBody").asString(""),
        at);
  }

  private static void passedOver(JsonNode event) {
    String type = event.path("eventType").asString(event.path("notificationType").asString(""));
    log.info(
        "an event of SNS is none of ours: {}",
        type.matches("[A-Za-z0-9_ ]{1,60}") ? type : "without a type");
  }

  private static JsonNode read(String message) {
    try {
      return JSON.readTree(message);
    } catch (JacksonException notJson) {
      return JSON.createObjectNode();
    }
  }
}
