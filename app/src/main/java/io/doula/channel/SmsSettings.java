package io.doula.channel;

import io.doula.core.CannotStart;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/**
 * How text messages leave.
 *
 * @param origin the number, pool or sender id of AWS that sends ({@code DOULA_SMS_ORIGIN})
 * @param configurationSet says where AWS sends its events ({@code DOULA_SMS_CONFIGURATION_SET});
 *     null: nowhere
 * @param receipts whether those events reach us: there is a configuration set, and a topic is named
 *     in {@code DOULA_SNS_TOPICS}
 * @param rate messages a second ({@code DOULA_SMS_RATE}); 0: no limit of our own
 */
record SmsSettings(String origin, @Nullable String configurationSet, boolean receipts, int rate) {
  /**
   * AWS counts parts of 140 bytes, from 1 a second (a long code) over 3 (toll-free in the US) to
   * 100 (a short code), and a reminder has one to three: a sender id manages ten messages; what is
   * too fast is refused and comes again.
   */
  static final int DEFAULT_RATE = 10;

  static SmsSettings of(Environment environment) {
    String configurationSet = text(environment, "DOULA_SMS_CONFIGURATION_SET");
    String origin = text(environment, "DOULA_SMS_ORIGIN");
    if (origin == null) {
      throw new CannotStart(
          "DOULA_SMS_CONFIGURATION_SET is set and DOULA_SMS_ORIGIN is missing: set it to the phone"
              + " number, pool or sender id of AWS that text messages come from (docs/sms.md).");
    }
    return new SmsSettings(
        origin,
        configurationSet,
        configurationSet != null && text(environment, "DOULA_SNS_TOPICS") != null,
        rate(text(environment, "DOULA_SMS_RATE")));
  }

  /** What is set up, for the person who sets it up. */
  static ChannelSetup setup(Environment environment) {
    if (text(environment, "DOULA_SMS_ORIGIN") == null
        && text(environment, "DOULA_SMS_CONFIGURATION_SET") == null) {
      return ChannelSetup.notAsked("sms");
    }
    try {
      SmsSettings settings = of(environment);
      return ChannelSetup.ready(
          "sms",
          "from %s, %s; %s"
              .formatted(
                  settings.origin,
                  ChannelSetup.rateInWords(settings.rate),
                  settings.receipts
                      ? "receipts come to /webhooks/sns"
                      : "no receipts without DOULA_SMS_CONFIGURATION_SET and DOULA_SNS_TOPICS"));
    } catch (CannotStart e) {
      return ChannelSetup.faulty("sms", String.valueOf(e.getMessage()));
    }
  }

  static @Nullable String text(Environment environment, String name) {
    String value = environment.getProperty(name, "").strip();
    return value.isEmpty() ? null : value;
  }

  private static int rate(@Nullable String value) {
    if (value == null) {
      return DEFAULT_RATE;
    }
    if (!value.matches("[0-9]{1,6}")) {
      throw new CannotStart(
          "DOULA_SMS_RATE must be a whole number of messages a second, or 0 for no limit.");
    }
    return Integer.parseInt(value);
  }
}
