package io.doula.channel;

import io.doula.channel.MailHandover.Progress;
import io.doula.channel.MailHandover.Step;
import jakarta.mail.AuthenticationFailedException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a mail, by how far it came and what the relay answered there: reply codes of RFC
 * 5321, enhanced codes of RFC 3463 and RFC 7372, and the sentences of SES and Postfix.
 */
final class MailAnswers {
  private static final Duration BREATH = Duration.ofSeconds(5);
  private static final Duration QUOTA = Duration.ofMinutes(15);

  private static final Pattern ENHANCED =
      Pattern.compile("^\\d{3}[ -]([245]\\.\\d{1,3}\\.\\d{1,3})\\b");
  private static final Pattern SES_ID =
      Pattern.compile("^250 (?:2\\.\\d\\.\\d )?Ok ([0-9A-Za-z-]{20,100})\\s*$");
  private static final Pattern QUEUED_AS =
      Pattern.compile("\\bqueued as ([0-9A-Za-z-]{5,100})\\b", Pattern.CASE_INSENSITIVE);

  /** Said about the sender, the account or this machine, not about her address or the mail. */
  private static final List<String> ABOUT_US =
      List.of(
          "is not verified",
          "sending paused",
          "sending suspended",
          "account is paused",
          "not authorized to perform",
          "configuration set",
          "relay access denied",
          "relaying denied",
          "relay not permitted",
          "unable to relay",
          "sender address rejected",
          "client host",
          "helo command rejected",
          "authentication required");

  /** Enhanced codes that speak of the sender: its address, its sign-in, SPF, DKIM, reverse DNS. */
  private static final Pattern OUR_CODES =
      Pattern.compile("5\\.1\\.[78]|5\\.7\\.(?:0|8|9|11|14|2\\d)");

  /** Codes at RCPT that don't say that the address is no good: a full mailbox, size, policy. */
  private static final Pattern NOT_HER_ADDRESS = Pattern.compile("5\\.2\\.[23]|5\\.[3567]\\.\\d+");

  private MailAnswers() {}

  /**
   * @param progress how far it came, read when no further step could begin
   * @param fault what the library threw; null when it is content, or still at work
   * @param messageId the mail's own id, for a relay that gives none
   */
  static Outcome outcome(Progress progress, @Nullable Throwable fault, String messageId) {
    Outcome answered = answered(progress, fault, messageId);
    if (answered != null) {
      return answered;
    }
    String detail = "no clear answer " + progress.step().words + why(fault);
    return progress.step() == Step.END ? Outcome.unknown(detail) : Outcome.refused(detail);
  }

  private static @Nullable Outcome answered(
      Progress progress, @Nullable Throwable fault, String messageId) {
    int code = progress.code();
    if (progress.step() == Step.CONNECT) {
      return connecting(progress, fault);
    }
    if (code >= 400 && code < 500) {
      return later(progress);
    }
    if (code >= 500 && code < 600) {
      return never(progress);
    }
    return progress.step() == Step.END && code >= 200 && code < 300
        ? Outcome.accepted(providerId(progress.text(), messageId))
        : null;
  }

  private static @Nullable Outcome connecting(Progress progress, @Nullable Throwable fault) {
    boolean said = progress.code() >= 200 && progress.code() < 300 || progress.code() >= 500;
    if (fault instanceof AuthenticationFailedException && said) {
      return Outcome.blocked("*", "the relay refuses our sign-in" + spelled(progress));
    }
    if (progress.code() >= 500) {
      return Outcome.refused("refused" + spelled(progress));
    }
    return progress.code() >= 400 ? later(progress) : null;
  }

  private static Outcome later(Progress progress) {
    String detail = "refused for now" + spelled(progress);
    if (progress.code() == 421 || progress.code() == 454) {
      boolean quota = says(progress, "quota");
      return Outcome.tooMany(detail, quota ? QUOTA : BREATH);
    }
    return Outcome.refused(detail);
  }

  private static Outcome never(Progress progress) {
    String enhanced = enhanced(progress.text());
    String detail = "refused" + spelled(progress);
    if (isAboutUs(progress, enhanced)) {
      return Outcome.blocked("*", detail);
    }
    return progress.step() == Step.RCPT && isHerAddress(progress.code(), enhanced)
        ? Outcome.unreachable(detail)
        : Outcome.rejected(detail);
  }

  private static boolean isAboutUs(Progress progress, String enhanced) {
    int code = progress.code();
    return progress.step() == Step.MAIL && code != 552 && !enhanced.startsWith("5.3.")
        || code == 530
        || code == 535
        || OUR_CODES.matcher(enhanced).matches()
        || ABOUT_US.stream().anyMatch(words -> says(progress, words));
  }

  private static boolean isHerAddress(int code, String enhanced) {
    return enhanced.isEmpty()
        ? code != 552 && (code < 500 || code > 504 || code == 501)
        : !NOT_HER_ADDRESS.matcher(enhanced).matches();
  }

  private static boolean says(Progress progress, String words) {
    return progress.text().toLowerCase(Locale.ROOT).contains(words);
  }

  /** The codes alone: the relay's sentence may repeat her address. */
  private static String spelled(Progress progress) {
    String enhanced = enhanced(progress.text());
    return " %s: %d%s"
        .formatted(
            progress.step().words, progress.code(), enhanced.isEmpty() ? "" : " " + enhanced);
  }

  private static String enhanced(String text) {
    Matcher found = ENHANCED.matcher(text);
    return found.find() ? found.group(1) : "";
  }

  /** The kinds of the fault and its cause; their messages may hold anything. */
  private static String why(@Nullable Throwable fault) {
    if (fault == null) {
      return ", out of time";
    }
    Throwable deepest = fault;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return ", " + deepest.getClass().getSimpleName();
  }

  /** SES and Postfix say under which id they took it; SES's comes back in every event. */
  static String providerId(String answer, String messageId) {
    for (Pattern id : List.of(SES_ID, QUEUED_AS)) {
      Matcher found = id.matcher(answer.strip());
      if (found.find()) {
        return found.group(1);
      }
    }
    return messageId;
  }
}
