package io.doula.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.channel.HttpPeer.Manner;
import io.doula.core.SettingsReadAgain;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.mail.autoconfigure.MailSenderAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** What was read from secrets when a snapshot was taken may be another when it is gone on from. */
class RenewalTest {
  private final HttpPeer meta = new HttpPeer();

  @AfterEach
  void close() throws IOException {
    meta.close();
  }

  @Test
  void whatsAppSendsAndBelievesWithWhatIsTrueNow() {
    meta.answers(Manner.of(200, "{\"messages\":[{\"id\":\"wamid.A1\"}]}"));
    new ApplicationContextRunner()
        .withUserConfiguration(WhatsAppSetup.class)
        .withPropertyValues(
            "DOULA_WHATSAPP_BASE_URL=" + meta.base(),
            "DOULA_WHATSAPP_PHONE_NUMBER_ID=1065",
            "DOULA_WHATSAPP_TOKEN=old-token",
            "DOULA_WHATSAPP_APP_SECRET=old-secret",
            "DOULA_WHATSAPP_VERIFY_TOKEN=old-word")
        .run(
            context -> {
              Channel channel = context.getBean(Channel.class);
              WhatsAppWebhook webhook = context.getBean(WhatsAppWebhook.class);
              channel.send(message(), Duration.ofSeconds(5));
              TestPropertyValues.of(
                      "DOULA_WHATSAPP_TOKEN=new-token",
                      "DOULA_WHATSAPP_APP_SECRET=new-secret",
                      "DOULA_WHATSAPP_VERIFY_TOKEN=new-word")
                  .applyTo(context.getEnvironment());
              assertThat(webhook.isOurs("old-word")).isTrue();

              context.publishEvent(new SettingsReadAgain());

              channel.send(message(), Duration.ofSeconds(5));
              assertThat(meta.requests().get(0).head()).contains("old-token");
              assertThat(meta.requests().get(1).head()).contains("new-token");
              assertThat(webhook.isOurs("old-word")).isFalse();
              assertThat(webhook.isOurs("new-word")).isTrue();
              assertThat(meta.connections()).as("none of before is used").isEqualTo(2);

              TestPropertyValues.of("DOULA_WHATSAPP_TOKEN=").applyTo(context.getEnvironment());
              context.publishEvent(new SettingsReadAgain());
              assertThat(channel.send(message(), Duration.ofSeconds(5)).kind())
                  .as("half a set-up changes nothing")
                  .isEqualTo(Outcome.Kind.ACCEPTED);
            });
  }

  @Test
  void theRelayIsGreetedWithTheLoginOfNow() {
    new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(MailSenderAutoConfiguration.class))
        .withUserConfiguration(MailSetUp.class)
        .withPropertyValues(
            "spring.mail.host=127.0.0.1",
            "spring.mail.username=one",
            "spring.mail.password=one",
            "DOULA_MAIL_FROM=reminders@clinic.example")
        .run(
            context -> {
              MailServer server = new MailServer(context.getBean(JavaMailSenderImpl.class));
              assertThat(server.password()).isEqualTo("one");
              TestPropertyValues.of("spring.mail.username=two", "spring.mail.password=${two")
                  .applyTo(context.getEnvironment());
              context.publishEvent(new SettingsReadAgain());
              assertThat(server.username()).isEqualTo("two");
              assertThat(server.password()).isEqualTo("${two");
            });
  }

  private static Outgoing message() {
    return new Outgoing(
        12,
        3,
        5,
        "+254700000901",
        "sw",
        "doula_due_v1",
        List.of("Amina", "Kibera"),
        "Kibera",
        "Habari Amina",
        "https://doula.example.org/unsubscribe/x",
        Instant.parse("2026-11-22T09:00:00Z"));
  }
}
