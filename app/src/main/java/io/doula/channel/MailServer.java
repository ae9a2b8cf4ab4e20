package io.doula.channel;

import io.doula.core.CannotStart;
import java.util.Locale;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * The relay that takes our mails, as the {@code SPRING_MAIL_} settings describe it, made safe where
 * they say nothing: with a password, only over TLS.
 */
class MailServer {
  private static final String FALLBACK_MILLIS = "30000";

  private final JavaMailSenderImpl settings;
  private final String protocol;
  private final Properties properties = new Properties();
  private final int readMillis;

  /**
   * @throws CannotStart when the time-out given is not a number
   */
  MailServer(JavaMailSenderImpl settings) {
    this.settings = settings;
    this.protocol = settings.getProtocol() == null ? "smtp" : settings.getProtocol();
    properties.putAll(settings.getJavaMailProperties());
    // The deadline of a call is watched from outside. These end a thread that it could not wake.
    unlessGiven("mail." + protocol + ".connectiontimeout", FALLBACK_MILLIS);
    unlessGiven("mail." + protocol + ".timeout", FALLBACK_MILLIS);
    if (username() != null && !protocol.equals("smtps") && !is("ssl.enable")) {
      unlessGiven("mail." + protocol + ".starttls.enable", "true");
      unlessGiven("mail." + protocol + ".starttls.required", "true");
    }
    force();
    this.readMillis = millis("timeout");
  }

  private int millis(String what) {
    try {
      return Integer.parseInt(properties.getProperty("mail." + protocol + "." + what));
    } catch (NumberFormatException e) {
      throw new CannotStart(
          "SPRING_MAIL_PROPERTIES_MAIL_%s_%s must be a number of milliseconds."
              .formatted(protocol.toUpperCase(Locale.ROOT), what.toUpperCase(Locale.ROOT)));
    }
  }

  /** What the outcome of a call and the silence of the log rest on. */
  private void force() {
    properties.put("mail." + protocol + ".socketFactory.fallback", "false");
    properties.put("mail." + protocol + ".quitwait", "false");
    properties.put("mail." + protocol + ".chunksize", "-1");
    properties.put("mail." + protocol + ".sendpartial", "false");
    properties.put("mail." + protocol + ".reportsuccess", "false");
    properties.put("mail.debug", "false");
  }

  String protocol() {
    return protocol;
  }

  String host() {
    return String.valueOf(settings.getHost());
  }

  /** -1: the protocol's own. */
  int port() {
    return settings.getPort();
  }

  @Nullable String username() {
    String name = settings.getUsername();
    return name == null || name.isBlank() ? null : name;
  }

  @Nullable String password() {
    return username() == null ? null : settings.getPassword();
  }

  /** How long the library waits for a piece of an answer, whatever the deadline of a call. */
  int readMillis() {
    return readMillis;
  }

  /** A copy, for one connection. */
  Properties properties() {
    return (Properties) properties.clone();
  }

  private boolean is(String what) {
    return Boolean.parseBoolean(properties.getProperty("mail." + protocol + "." + what));
  }

  private void unlessGiven(String name, String value) {
    properties.putIfAbsent(name, value);
  }
}
