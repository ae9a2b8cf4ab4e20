package io.doula.channel;

import java.net.HttpRetryException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.services.pinpointsmsvoicev2.model.ConflictException;
import software.amazon.awssdk.services.pinpointsmsvoicev2.model.ServiceQuotaExceededException;
import software.amazon.awssdk.services.pinpointsmsvoicev2.model.ValidationException;
import software.amazon.awssdk.services.pinpointsmsvoicev2.model.ValidationExceptionField;

/**
 * What AWS's refusals of a text message mean; docs/sms.md holds the same table. Details carry AWS's
 * codes only: its sentences may name the number.
 */
final class SmsOutcomes {
  /** Long enough for a second's allowance to come back, short enough not to cost the hour. */
  static final Duration PAUSE = Duration.ofSeconds(2);

  private static final String ALL = "*";

  /** Reasons that are about this number; the rest of a ConflictException is about our account. */
  private static final Map<String, Outcome.Kind> CONFLICTS =
      Map.of(
          "DESTINATION_PHONE_NUMBER_OPTED_OUT", Outcome.Kind.STOPPED,
          "DESTINATION_COUNTRY_BLOCKED_BY_PROTECT_CONFIGURATION", Outcome.Kind.UNREACHABLE,
          "DESTINATION_PHONE_NUMBER_BLOCKED_BY_PROTECT_NUMBER_OVERRIDE", Outcome.Kind.UNREACHABLE);

  /** Reasons of a ValidationException that need no look at its fields. */
  private static final Map<String, Outcome.Kind> INVALID =
      Map.ofEntries(
          Map.entry("COUNTRY_CODE_MISMATCH", Outcome.Kind.UNREACHABLE),
          Map.entry("DESTINATION_COUNTRY_BLOCKED", Outcome.Kind.UNREACHABLE),
          Map.entry("INTERNATIONAL_SENDING_NOT_SUPPORTED", Outcome.Kind.UNREACHABLE),
          Map.entry("INVALID_IDENTITY_FOR_DESTINATION_COUNTRY", Outcome.Kind.UNREACHABLE),
          Map.entry("SENDER_ID_NOT_SUPPORTED", Outcome.Kind.UNREACHABLE),
          Map.entry("MAXIMUM_SIZE_EXCEEDED", Outcome.Kind.REJECTED),
          Map.entry("PRICE_OVER_THRESHOLD", Outcome.Kind.REJECTED),
          Map.entry("INVALID_ARN", Outcome.Kind.BLOCKED),
          Map.entry("RESOURCE_NOT_ACCESSIBLE", Outcome.Kind.BLOCKED),
          Map.entry("INVALID_REGISTRATION_ASSOCIATION", Outcome.Kind.BLOCKED),
          Map.entry("SENDER_ID_NOT_REGISTERED", Outcome.Kind.BLOCKED),
          Map.entry("SENDER_ID_REQUIRES_REGISTRATION", Outcome.Kind.BLOCKED));

  /** The fields that the operator sets, once for all messages. */
  private static final Set<String> OURS =
      Set.of("OriginationIdentity", "ConfigurationSetName", "MessageType", "TimeToLive", "Context");

  private SmsOutcomes() {}

  /** AWS answered, with anything but a success. */
  static Outcome of(AwsServiceException answer) {
    String code = code(answer);
    // 408 is a time-out on their side, 3xx is no answer of AWS's
    if (answer.statusCode() < 400 || answer.statusCode() >= 500 || answer.statusCode() == 408) {
      return Outcome.unknown("AWS answered " + answer.statusCode() + " " + code);
    }
    if (answer.isThrottlingException() || answer.statusCode() == 429) {
      return Outcome.tooMany(code, PAUSE);
    }
    if (answer.isClockSkewException()) {
      return Outcome.refused(code + ": this machine's clock is wrong");
    }
    if (answer instanceof ConflictException conflict) {
      String reason = conflict.reasonAsString();
      return outcome(
          CONFLICTS.getOrDefault(String.valueOf(reason), Outcome.Kind.BLOCKED), code, reason);
    }
    if (answer instanceof ValidationException invalid) {
      return outcome(kindOf(invalid), code, invalid.reasonAsString());
    }
    if (answer instanceof ServiceQuotaExceededException quota) {
      return outcome(Outcome.Kind.BLOCKED, code, quota.reasonAsString());
    }
    // rights, keys, a missing origin, a proxy's word: the same for every message
    return outcome(Outcome.Kind.BLOCKED, code, String.valueOf(answer.statusCode()));
  }

  private static Outcome.Kind kindOf(ValidationException invalid) {
    Outcome.Kind known = INVALID.get(String.valueOf(invalid.reasonAsString()));
    if (known != null) {
      return known;
    }
    Set<String> fields =
        invalid.fields().stream()
            .map(ValidationExceptionField::name)
            .map(SmsOutcomes::fieldName)
            .collect(Collectors.toSet());
    if (fields.stream().anyMatch(OURS::contains)) {
      return Outcome.Kind.BLOCKED;
    }
    return fields.contains("DestinationPhoneNumber")
        ? Outcome.Kind.UNREACHABLE
        : Outcome.Kind.REJECTED;
  }

  /** AWS writes a field as {@code destinationPhoneNumber} or with a capital. */
  private static String fieldName(@Nullable String name) {
    return name == null || name.isEmpty()
        ? ""
        : Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  /** No answer came, or none that can be read. */
  static Outcome unanswered(Departures.Stage stage, RuntimeException why) {
    boolean late = why instanceof ApiCallTimeoutException;
    return switch (stage) {
      case LEFT -> broken(late, why);
      case CONNECTING ->
          Outcome.refused(late ? "no connection before the deadline" : "no connection to AWS");
      case PREPARING -> unprepared(late, why);
    };
  }

  private static Outcome broken(boolean late, Throwable why) {
    for (Throwable cause = why; cause != null; cause = cause.getCause()) {
      // Java's own client turns 401 and 407 into this; a proxy says them, and AWS never saw it
      if (cause instanceof HttpRetryException asked && asked.responseCode() / 100 == 4) {
        return Outcome.blocked(ALL, "a sign-in is asked for: " + asked.responseCode());
      }
    }
    return Outcome.unknown(late ? "no answer before the deadline" : "the connection broke");
  }

  private static Outcome unprepared(boolean late, RuntimeException why) {
    if (late) {
      return Outcome.refused("no AWS credentials before the deadline");
    }
    return why instanceof AbortedException
        ? Outcome.refused("stopped before anything left")
        : Outcome.blocked(ALL, "the call can't be signed: no AWS credentials");
  }

  private static Outcome outcome(Outcome.Kind kind, String code, @Nullable String reason) {
    String detail = (code + " " + word(reason, "")).strip();
    return switch (kind) {
      case BLOCKED -> Outcome.blocked(ALL, detail);
      case STOPPED -> Outcome.stopped(detail);
      case UNREACHABLE -> Outcome.unreachable(detail);
      default -> Outcome.rejected(detail);
    };
  }

  private static String code(AwsServiceException answer) {
    AwsErrorDetails details = answer.awsErrorDetails();
    return word(details == null ? null : details.errorCode(), "without a code");
  }

  /** A code is a word; anything else in its place is not for the log. */
  private static String word(@Nullable String text, String otherwise) {
    return text != null && text.matches("[A-Za-z0-9._-]{1,80}") ? text : otherwise;
  }
}
