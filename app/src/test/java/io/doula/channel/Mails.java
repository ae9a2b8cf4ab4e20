package io.doula.channel;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** Mails and channels for tests. */
final class Mails {
  static final Duration DEADLINE = Duration.ofSeconds(10);
  static final String LINK = "https://doula.example/unsubscribe/AAAAtoken";

  private Mails() {}

  static Outgoing mail(String to, String language, String subject, String text) {
    return new Outgoing(
        12,
        1,
        7,
        to,
        language,
        "doula_due_v1",
        List.of(),
        subject,
        text,
        LINK,
        Instant.parse("2026-11-22T06:00:00Z"));
  }

  static Outgoing mail() {
    return mail("amina@family.example", "en", "Kibera Health Centre", "Hello Amina, please visit.");
  }

  static JavaMailSenderImpl relay(int port) {
    JavaMailSenderImpl relay = new JavaMailSenderImpl();
    relay.setHost("127.0.0.1");
    relay.setPort(port);
    return relay;
  }

  static JavaMailSenderImpl relay(int port, String username, String password) {
    JavaMailSenderImpl relay = relay(port);
    relay.setUsername(username);
    relay.setPassword(password);
    return relay;
  }

  static MailChannel channel(JavaMailSenderImpl relay) {
    return channel(relay, null);
  }

  static MailChannel channel(JavaMailSenderImpl relay, @Nullable String configurationSet) {
    return new MailChannel(
        new MailServer(relay),
        new MailSettings(
            "reminders@clinic.example", 14, configurationSet, configurationSet != null));
  }
}
