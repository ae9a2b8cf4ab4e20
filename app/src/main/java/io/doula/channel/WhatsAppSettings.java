package io.doula.channel;

import io.doula.core.CannotStart;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/**
 * What the operator says of her WhatsApp number ({@code DOULA_WHATSAPP_…}).
 *
 * @param base where the Cloud API is: Meta's, or what stands in for it
 * @param phoneNumberId Meta's id of the number that sends, digits
 * @param token a system user's token that may send and read templates
 * @param appSecret with it Meta signs what it posts to the webhook; null when there is no webhook
 * @param verifyToken what Meta must say when the webhook is set up; null when there is none
 * @param businessAccountId Meta's id of the WhatsApp Business account, which holds the templates
 * @param rate messages a second, 0 for no limit
 */
record WhatsAppSettings(
    URI base,
    String phoneNumberId,
    String token,
    @Nullable String appSecret,
    @Nullable String verifyToken,
    @Nullable String businessAccountId,
    int rate) {
  private static final String PREFIX = "DOULA_WHATSAPP_";
  private static final String NUMBER = PREFIX + "PHONE_NUMBER_ID";
  private static final String TOKEN = PREFIX + "TOKEN";
  private static final String APP_SECRET = PREFIX + "APP_SECRET";
  private static final String VERIFY_TOKEN = PREFIX + "VERIFY_TOKEN";
  private static final String ACCOUNT = PREFIX + "BUSINESS_ACCOUNT_ID";
  private static final String BASE_URL = PREFIX + "BASE_URL";
  private static final String RATE = PREFIX + "RATE";

  /** One of these says that WhatsApp is wanted; the others alone say nothing. */
  private static final List<String> WANTED =
      List.of(NUMBER, TOKEN, APP_SECRET, VERIFY_TOKEN, ACCOUNT);

  static boolean areGiven(Environment environment) {
    return WANTED.stream().anyMatch(name -> given(environment, name) != null);
  }

  /**
   * @return empty where nobody asked for WhatsApp
   * @throws CannotStart when it is set up by half, naming what is missing
   */
  static Optional<WhatsAppSettings> of(Environment environment) {
    if (!areGiven(environment)) {
      return Optional.empty();
    }
    List<String> missing = missing(environment);
    if (!missing.isEmpty()) {
      throw new CannotStart(
          "WhatsApp is set up by half. Missing: " + String.join(", ", missing) + ".");
    }
    return Optional.of(
        new WhatsAppSettings(
            base(environment),
            id(environment, NUMBER),
            inOneLine(environment, TOKEN),
            given(environment, APP_SECRET),
            given(environment, VERIFY_TOKEN),
            given(environment, ACCOUNT) == null ? null : id(environment, ACCOUNT),
            rate(environment)));
  }

  static boolean webhookIsAsked(Environment environment) {
    return given(environment, APP_SECRET) != null || given(environment, VERIFY_TOKEN) != null;
  }

  /** For {@code check}. */
  static ChannelSetup setup(Environment environment) {
    try {
      return of(environment)
          .map(settings -> ChannelSetup.ready(WhatsAppChannel.NAME, settings.inWords()))
          .orElseGet(() -> ChannelSetup.notAsked(WhatsAppChannel.NAME));
    } catch (CannotStart e) {
      return ChannelSetup.faulty(WhatsAppChannel.NAME, String.valueOf(e.getMessage()));
    }
  }

  private String inWords() {
    return "number %s at %s, %s; %s"
        .formatted(
            phoneNumberId,
            base,
            ChannelSetup.rateInWords(rate),
            hasWebhook()
                ? "receipts come to /webhooks/whatsapp"
                : "no receipts without %s and %s".formatted(APP_SECRET, VERIFY_TOKEN));
  }

  /** Number and token belong together; the webhook's two as well. */
  private static List<String> missing(Environment environment) {
    return Stream.concat(
            Stream.of(NUMBER, TOKEN),
            webhookIsAsked(environment) ? Stream.of(APP_SECRET, VERIFY_TOKEN) : Stream.of())
        .filter(name -> given(environment, name) == null)
        .toList();
  }

  private static URI base(Environment environment) {
    String text = given(environment, BASE_URL);
    String url = text == null ? "https://graph.facebook.com" : text.replaceFirst("/+$", "");
    if (!url.matches("https?://[^/?#@\\s]+(/[^?#@\\s]*)?")) {
      throw new CannotStart(
          BASE_URL + " is not the address of a server, such as https://graph.facebook.com");
    }
    try {
      return URI.create(url);
    } catch (IllegalArgumentException e) {
      throw new CannotStart(BASE_URL + " can't be read as an address");
    }
  }

  private static String id(Environment environment, String name) {
    String id = String.valueOf(given(environment, name));
    if (!id.matches("[0-9A-Za-z_-]{1,64}")) {
      throw new CannotStart(
          name + " is not an id of Meta's: digits alone, such as 106540352242922");
    }
    return id;
  }

  private static String inOneLine(Environment environment, String name) {
    String text = String.valueOf(given(environment, name));
    if (!text.matches("[\\x21-\\x7e]+")) {
      throw new CannotStart(name + " has a character in it that no token has");
    }
    return text;
  }

  private static int rate(Environment environment) {
    String text = given(environment, RATE);
    if (text == null) {
      return 80;
    }
    if (!text.matches("[0-9]{1,6}")) {
      throw new CannotStart(RATE + " must be a whole number of messages a second; 0 is no limit");
    }
    return Integer.parseInt(text);
  }

  private static @Nullable String given(Environment environment, String name) {
    String text = environment.getProperty(name);
    return text == null || text.isBlank() ? null : text.strip();
  }

  boolean hasWebhook() {
    return appSecret != null && verifyToken != null;
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return "WhatsApp number " + phoneNumberId + " at " + base;
  }
}
