package io.doula.channel;

import static io.doula.channel.Mails.DEADLINE;
import static io.doula.channel.Mails.LINK;
import static io.doula.channel.Mails.channel;
import static io.doula.channel.Mails.mail;
import static io.doula.channel.Mails.relay;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.configuration.GreenMailConfiguration;
import com.icegreen.greenmail.junit5.GreenMailExtension;
import com.icegreen.greenmail.user.UserException;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** Mails as they arrive at a real SMTP server. */
@ExtendWith(OutputCaptureExtension.class)
class MailChannelTest {
  private static final String HINDI = "नमस्ते अमीना, कृपया किबेरा स्वास्थ्य केंद्र आएँ।";

  @RegisterExtension
  static final GreenMailExtension POST =
      new GreenMailExtension(
              new ServerSetup[] {
                new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP),
                new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS)
              })
          .withConfiguration(GreenMailConfiguration.aConfig().withUser("doula", "secret"));

  @Test
  void aHindiMailArrivesAsItWasWritten() throws Exception {
    try (MailChannel channel = channel(plainRelay())) {
      Outcome outcome =
          channel.send(
              mail("amina@family.example", "hi", "किबेरा स्वास्थ्य केंद्र", HINDI), DEADLINE);
      assertThat(outcome).isEqualTo(Outcome.accepted("<12.1@clinic.example>"));
    }
    MimeMessage arrived = only();
    assertThat(arrived.getSubject()).isEqualTo("किबेरा स्वास्थ्य केंद्र");
    assertThat(arrived.getFrom()[0]).hasToString("reminders@clinic.example");
    assertThat(arrived.getAllRecipients()[0]).hasToString("amina@family.example");
    assertThat(arrived.getMessageID()).isEqualTo("<12.1@clinic.example>");
    assertThat(arrived.getSentDate()).isEqualTo("2026-11-22T06:00:00Z");
    MimeMultipart bodies = (MimeMultipart) arrived.getContent();
    assertThat(bodies.getContentType()).startsWith("multipart/alternative");
    assertThat(bodies.getBodyPart(0).getContentType()).isEqualTo("text/plain; charset=UTF-8");
    assertThat((String) bodies.getBodyPart(0).getContent()).startsWith(HINDI);
    assertThat(bodies.getBodyPart(1).getContentType()).isEqualTo("text/html; charset=UTF-8");
    assertThat((String) bodies.getBodyPart(1).getContent())
        .contains("<html lang=\"hi\" dir=\"ltr\">", HINDI, "ये संदेश बंद करें");
  }

  @Test
  void bothBodiesHoldTheWayOutOnce() throws Exception {
    try (MailChannel channel = channel(plainRelay())) {
      channel.send(mail(), DEADLINE);
    }
    MimeMultipart bodies = (MimeMultipart) only().getContent();
    for (int i = 0; i < 2; i++) {
      assertThat((String) bodies.getBodyPart(i).getContent())
          .contains("Hello Amina, please visit.")
          .containsOnlyOnce(LINK)
          .containsOnlyOnce("Stop these messages");
    }
  }

  @Test
  void withAPasswordItGoesOverTls() throws Exception {
    JavaMailSenderImpl relay = relay(POST.getSmtps().getPort(), "doula", "secret");
    relay.getJavaMailProperties().put("mail.smtp.ssl.enable", "true");
    try (MailChannel channel = channel(relay)) {
      assertThat(channel.send(mail(), DEADLINE).detail())
          .as("a certificate that nobody vouches for")
          .contains("before MAIL");
    }
    trusting(relay);
    try (MailChannel channel = channel(relay)) {
      assertThat(channel.send(mail(), DEADLINE).kind()).isEqualTo(Outcome.Kind.ACCEPTED);
    }
    only();
    relay.setPassword("wrong");
    try (MailChannel channel = channel(relay)) {
      assertThat(channel.send(mail(), DEADLINE).kind()).isEqualTo(Outcome.Kind.BLOCKED);
    }
  }

  @Test
  void aConnectionIsTurnedIntoTlsBeforeThePasswordGoes() throws Exception {
    try (SmtpPeer peer = new SmtpPeer()) {
      peer.at("EHLO", SmtpPeer.says("250-peer\r\n250-STARTTLS\r\n250 AUTH PLAIN"));
      JavaMailSenderImpl relay = relay(peer.port(), "doula", "secret");
      try (MailChannel channel = channel(trusting(relay))) {
        assertThat(channel.send(mail(), DEADLINE).kind()).isEqualTo(Outcome.Kind.ACCEPTED);
        peer.at("MAIL", SmtpPeer.TRICKLE);
        assertThat(channel.send(mail(), Duration.ofMillis(500)).kind())
            .as("the deadline reaches through TLS")
            .isEqualTo(Outcome.Kind.REFUSED);
      }
      assertThat(peer.commands.stream().map(line -> line.split(" ")[0]))
          .startsWith("EHLO", "STARTTLS", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", ".");
    }
  }

  @Test
  void whatTheServerCanNotKeepIsTriedLater() throws Exception {
    POST.getUserManager()
        .setMessageDeliveryHandler(
            (message, address) -> {
              throw new UserException("no room");
            });
    try (MailChannel channel = channel(plainRelay())) {
      assertThat(channel.send(mail(), DEADLINE).kind()).isEqualTo(Outcome.Kind.REFUSED);
    }
  }

  @Test
  void manyAtOnceEachArriveOnceAndConnectionsAreReused() throws Exception {
    var senders = Executors.newFixedThreadPool(8);
    try (MailChannel channel = channel(plainRelay())) {
      List<Callable<Outcome>> sends =
          IntStream.range(0, 200)
              .mapToObj(
                  i ->
                      (Callable<Outcome>)
                          () ->
                              channel.send(
                                  mail("m" + i + "@family.example", "en", "Clinic", "Hello"),
                                  DEADLINE))
              .toList();
      for (Future<Outcome> sent : senders.invokeAll(sends)) {
        assertThat(sent.get().kind()).isEqualTo(Outcome.Kind.ACCEPTED);
      }
    } finally {
      senders.shutdown();
    }
    assertThat(POST.getReceivedMessages())
        .extracting(arrived -> arrived.getAllRecipients()[0].toString())
        .hasSize(200)
        .doesNotHaveDuplicates();
  }

  @Test
  void sesIsToldOfTheAttemptOnlyWithAConfigurationSet() throws Exception {
    try (MailChannel channel = channel(plainRelay(), "doula-events")) {
      assertThat(channel.sendsReceipts()).isTrue();
      channel.send(mail(), DEADLINE);
    }
    assertThat(only().getHeader("X-SES-CONFIGURATION-SET", null)).isEqualTo("doula-events");
    assertThat(only().getHeader("X-SES-MESSAGE-TAGS", null)).isEqualTo("doula=12-1");
    POST.purgeEmailFromAllMailboxes();
    try (MailChannel channel = channel(plainRelay())) {
      assertThat(channel.sendsReceipts()).isFalse();
      channel.send(mail(), DEADLINE);
    }
    assertThat(only().getHeader("X-SES-CONFIGURATION-SET")).isNull();
    assertThat(only().getHeader("X-SES-MESSAGE-TAGS")).isNull();
  }

  @Test
  void noLogHoldsAnAddressANameOrTheText(CapturedOutput output) throws Exception {
    Outgoing secret =
        mail("canary-address@family.example", "en", "Canary Clinic", "Hello canary-name");
    try (SmtpPeer peer = new SmtpPeer()) {
      JavaMailSenderImpl talkative = relay(peer.port());
      talkative.getJavaMailProperties().put("mail.debug", "true");
      try (MailChannel channel = channel(talkative)) {
        channel.send(secret, DEADLINE);
        peer.at("RCPT", SmtpPeer.says("550 5.1.1 <canary-address@family.example>: unknown"));
        assertThat(channel.send(secret, DEADLINE).detail()).doesNotContain("canary");
        peer.at("RCPT", SmtpPeer.RESET);
        assertThat(channel.send(secret, DEADLINE).detail()).doesNotContain("canary");
        assertThat(channel.send(mail("canary@@x", "en", "c", "t"), DEADLINE).detail())
            .doesNotContain("canary");
      }
      assertThat(peer.commands).anyMatch(command -> command.contains("canary-address"));
    }
    assertThat(output.getAll()).doesNotContainIgnoringCase("canary");
  }

  @Test
  void theMailLibraryIsSilentAlsoWhenAllIsToBeLogged() {
    List<String> heard = new CopyOnWriteArrayList<>();
    Handler ear =
        new Handler() {
          @Override
          public void publish(LogRecord said) {
            heard.add(said.getMessage() + Arrays.toString(said.getParameters()));
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger root = Logger.getLogger("");
    Logger house = Logger.getLogger("io.doula");
    root.addHandler(ear);
    house.setLevel(Level.ALL);
    try (MailChannel channel = channel(plainRelay())) {
      channel.send(mail("canary@family.example", "en", "Clinic", "Hello"), DEADLINE);
      house.fine("heard");
    } finally {
      house.setLevel(null);
      root.removeHandler(ear);
    }
    assertThat(heard)
        .anyMatch(said -> said.contains("heard"))
        .noneMatch(said -> said.contains("canary"));
  }

  private static JavaMailSenderImpl plainRelay() {
    return relay(POST.getSmtp().getPort());
  }

  private static JavaMailSenderImpl trusting(JavaMailSenderImpl relay) {
    relay.getJavaMailProperties().put("mail.smtp.ssl.trust", "*");
    relay.getJavaMailProperties().put("mail.smtp.ssl.checkserveridentity", "false");
    return relay;
  }

  private static MimeMessage only() {
    MimeMessage[] arrived = POST.getReceivedMessages();
    assertThat(arrived).hasSize(1);
    return arrived[0];
  }
}
