package io.doula.channel;

import io.doula.core.CannotStart;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * What Boot's own mail settings don't say.
 *
 * @param from the sender, {@code DOULA_MAIL_FROM}: {@code reminders@clinic.example}, also with a
 *     name before it in the usual spelling
 * @param rate the most mails a second, {@code DOULA_MAIL_RATE}; 0 means no limit
 * @param configurationSet the one of SES whose events come to {@code /webhooks/sns}, {@code
 *     DOULA_MAIL_CONFIGURATION_SET}; null when there is none
 * @param receipts whether those events reach us: a topic is named in {@code DOULA_SNS_TOPICS}, too
 */
record MailSettings(String from, int rate, @Nullable String configurationSet, boolean receipts) {
  /** What SES allows as a rule outside its sandbox. */
  private static final String USUAL_RATE = "14";

  /** As SES allows: letters, digits, underscores and dashes. */
  private static final Pattern SET_NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  /**
   * @throws CannotStart naming the setting that is missing or wrong
   */
  MailSettings {
    if (from.isBlank()) {
      throw new CannotStart(
          "SPRING_MAIL_HOST is set and DOULA_MAIL_FROM is missing. Set it to the address that"
              + " mails come from, such as reminders@clinic.example, or leave both out.");
    }
    parsed(from);
    if (rate < 0) {
      throw new CannotStart("DOULA_MAIL_RATE must be a number of mails per second, or 0.");
    }
    if (configurationSet != null && configurationSet.isBlank()) {
      configurationSet = null;
    }
    if (configurationSet != null && !SET_NAME.matcher(configurationSet).matches()) {
      throw new CannotStart("DOULA_MAIL_CONFIGURATION_SET is not a name of a configuration set.");
    }
  }

  static MailSettings of(Environment environment) {
    String set = environment.getProperty("DOULA_MAIL_CONFIGURATION_SET", "").strip();
    return new MailSettings(
        environment.getProperty("DOULA_MAIL_FROM", ""),
        number(environment.getProperty("DOULA_MAIL_RATE", "").strip()),
        set.isEmpty() ? null : set,
        !set.isEmpty() && StringUtils.hasText(environment.getProperty("DOULA_SNS_TOPICS")));
  }

  private static int number(String rate) {
    try {
      return Integer.parseInt(rate.isEmpty() ? USUAL_RATE : rate);
    } catch (NumberFormatException e) {
      throw new CannotStart("DOULA_MAIL_RATE must be a number of mails per second, or 0.");
    }
  }

  /** What is set up, for the person who sets it up. */
  static ChannelSetup setup(Environment environment) {
    String relay = environment.getProperty("spring.mail.host", "").strip();
    if (relay.isEmpty()) {
      return ChannelSetup.notAsked("email");
    }
    try {
      MailSettings settings = of(environment);
      return ChannelSetup.ready(
          "email",
          "from %s by %s, %s; %s"
              .formatted(
                  settings.from,
                  relay,
                  ChannelSetup.rateInWords(settings.rate),
                  settings.receipts
                      ? "receipts come to /webhooks/sns"
                      : "no receipts without DOULA_MAIL_CONFIGURATION_SET and DOULA_SNS_TOPICS"));
    } catch (CannotStart e) {
      return ChannelSetup.faulty("email", String.valueOf(e.getMessage()));
    }
  }

  InternetAddress sender() {
    return parsed(from);
  }

  private static InternetAddress parsed(String from) {
    try {
      InternetAddress given = new InternetAddress(from, true);
      InternetAddress sender = MailLetters.address(given.getAddress());
      sender.setPersonal(given.getPersonal(), "UTF-8");
      return sender;
    } catch (AddressException | java.io.UnsupportedEncodingException e) {
      throw new CannotStart(
          "DOULA_MAIL_FROM must be one email address, such as reminders@clinic.example.");
    }
  }
}
