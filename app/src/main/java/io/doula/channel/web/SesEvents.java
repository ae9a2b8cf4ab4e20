package io.doula.channel.web;

import static io.doula.channel.Outcome.Kind.REFUSED;
import static io.doula.channel.Outcome.Kind.REJECTED;
import static io.doula.channel.Outcome.Kind.STOPPED;
import static io.doula.channel.Outcome.Kind.UNREACHABLE;

import io.doula.channel.Outcome;
import io.doula.channel.Receipt;
import io.doula.channel.Receipt.Status;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The events of SES ("Contents of event data that Amazon SES publishes to Amazon SNS"); the table
 * stands in docs/sms.md.
 */
final class SesEvents {
  /** As the mail carries it: a tag of SES takes no colon. */
  private static final Pattern TAG = Pattern.compile("([0-9]{1,18})-([0-9]{1,4})");

  private static final Pattern IN_BRACKETS = Pattern.compile(".*<([^<>]+)>\\s*");

  /** Transient bounces that the same mail would get again. */
  private static final Set<String> OF_THE_MAIL =
      Set.of("MessageTooLarge", "ContentRejected", "AttachmentRejected");

  private SesEvents() {}

  /**
   * Somebody called our mail spam.
   *
   * @param event tells it from every other complaint
   */
  record Complaint(String event, String address) {}

  private record Meaning(
      Status status, Outcome.@Nullable Kind failure, @Nullable String detail, String part) {

    static Meaning reached(Status status, String part) {
      return new Meaning(status, null, null, part);
    }
  }

  /**
   * @return empty for an event that says nothing about how far a mail came
   */
  static Optional<Receipt> receipt(JsonNode event, String snsId, Instant published) {
    Meaning meaning = meaning(event);
    if (meaning == null) {
      return Optional.empty();
    }
    String messageId = event.path("mail").path("messageId").asString("");
    JsonNode part = event.path(meaning.part());
    String own =
        (messageId.isEmpty() ? snsId : messageId)
            + ":"
            + type(event)
            + part.path("feedbackId").asString("").replaceFirst("^(?=.)", ":");
    return Optional.of(
        new Receipt(
            "email",
            own,
            correlation(event),
            messageId.isEmpty() ? null : messageId,
            meaning.status(),
            meaning.failure(),
            null,
            meaning.detail(),
            at(part, published)));
  }

  private static @Nullable Meaning meaning(JsonNode event) {
    return switch (type(event)) {
      case "Send" -> Meaning.reached(Status.ACCEPTED, "send");
      case "DeliveryDelay" -> Meaning.reached(Status.SENT, "deliveryDelay");
      case "Delivery" -> Meaning.reached(Status.DELIVERED, "delivery");
      case "Bounce" -> bounce(event.path("bounce"));
      case "Reject" -> new Meaning(Status.FAILED, REJECTED, "Reject", "reject");
      case "Rendering Failure" ->
          new Meaning(Status.FAILED, REJECTED, "Rendering Failure", "failure");
      case "Complaint" -> complaint(event.path("complaint"));
      default -> null;
    };
  }

  private static Meaning bounce(JsonNode bounce) {
    String kind = word(bounce.path("bounceType"));
    String sub = word(bounce.path("bounceSubType"));
    Outcome.Kind failure =
        kind.equals("Permanent") ? UNREACHABLE : OF_THE_MAIL.contains(sub) ? REJECTED : REFUSED;
    return new Meaning(Status.FAILED, failure, ("Bounce " + kind + " " + sub).strip(), "bounce");
  }

  /** A mail to an address on the account's list of complainers never left SES. */
  private static @Nullable Meaning complaint(JsonNode complaint) {
    return complaint.path("complaintSubType").asString("").equals("OnAccountSuppressionList")
        ? new Meaning(Status.FAILED, STOPPED, "Complaint OnAccountSuppressionList", "complaint")
        : null;
  }

  /** Who complained; a mailbox that says "not spam" complains about its own filter. */
  static List<Complaint> complaints(JsonNode event, String snsId) {
    JsonNode complaint = event.path("complaint");
    List<Complaint> complaints = new ArrayList<>();
    if (type(event).equals("Complaint")
        && !complaint.path("complaintFeedbackType").asString("").equals("not-spam")) {
      String id = complaint.path("feedbackId").asString(snsId);
      for (JsonNode recipient : complaint.path("complainedRecipients")) {
        complaints.add(
            new Complaint(
                "complaint:" + id + ":" + complaints.size(),
                bare(recipient.path("emailAddress").asString(""))));
      }
    }
    return complaints;
  }

  private static String bare(String address) {
    Matcher named = IN_BRACKETS.matcher(address);
    return (named.matches() ? named.group(1) : address).strip();
  }

  /** Events of a configuration set have the one name, notifications of an identity the other. */
  private static String type(JsonNode event) {
    return event.path("eventType").asString(event.path("notificationType").asString(""));
  }

  private static @Nullable String correlation(JsonNode event) {
    Matcher tag = TAG.matcher(event.path("mail").path("tags").path("doula").path(0).asString(""));
    return tag.matches() ? tag.group(1) + ":" + tag.group(2) : null;
  }

  private static String word(JsonNode value) {
    String word = value.asString("");
    return word.matches("[A-Za-z]{1,40}") ? word : "";
  }

  private static Instant at(JsonNode part, Instant published) {
    try {
      return Instant.parse(part.path("timestamp").asString(""));
    } catch (DateTimeException none) {
      return published;
    }
  }
}
