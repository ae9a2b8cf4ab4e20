package io.doula.channel;

import io.doula.core.CannotStart;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What Boot's own mail settings don't say.
 *
 * @param from the sender, {@code DOULA_MAIL_FROM}: {@code reminders@clinic.example}, also with a
 *     name before it in the usual spelling
 * @param rate the most mails a second, {@code DOULA_MAIL_RATE}; 0 means no limit
 * @param configurationSet the one of SES whose events come to {@code /webhooks/sns}, {@code
 *     DOULA_MAIL_CONFIGURATION_SET}; null when there is none
 */
record MailSettings(String from, int rate, @Nullable String configurationSet) {
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
