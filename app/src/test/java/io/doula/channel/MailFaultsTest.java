package io.doula.channel;

import static io.doula.channel.Mails.channel;
import static io.doula.channel.Mails.mail;
import static io.doula.channel.Mails.relay;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** What a relay can do wrong, over real sockets. */
class MailFaultsTest {
  private static final Duration SHORT = Duration.ofMillis(700);
  private static final Duration LONG = Duration.ofSeconds(20);

  private SmtpPeer peer;
  private MailChannel channel;

  @BeforeEach
  void start() throws IOException {
    peer = new SmtpPeer();
    channel = channel(relay(peer.port()));
  }

  @AfterEach
  void stop() throws IOException {
    channel.close();
    peer.close();
  }

  @Test
  void aMailThatIsTakenIsAccepted() {
    assertThat(channel.send(mail(), LONG)).isEqualTo(Outcome.accepted("4XYZ12"));
    assertThat(peer.commands)
        .contains("MAIL FROM:<reminders@clinic.example>", "RCPT TO:<amina@family.example>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GREETING", "EHLO", "MAIL", "RCPT", "DATA"})
  void whateverBreaksBeforeTheMailsEndIsRefusedAndNothingIsTaken(String step) {
    for (SmtpPeer.Turn turn :
        new SmtpPeer.Turn[] {SmtpPeer.CLOSE, SmtpPeer.RESET, SmtpPeer.says("garbage")}) {
      peer.at(step, turn);
      assertThat(channel.send(mail(), LONG).kind()).isEqualTo(Outcome.Kind.REFUSED);
    }
    assertThat(peer.ends).hasValue(0);
  }

  @Test
  void whateverBreaksAfterTheMailsEndIsUnknownAndSentOnce() {
    SmtpPeer.Turn[] turns = {SmtpPeer.CLOSE, SmtpPeer.RESET, SmtpPeer.says("garbage")};
    for (SmtpPeer.Turn turn : turns) {
      peer.at(".", turn);
      assertThat(channel.send(mail(), LONG).kind()).isEqualTo(Outcome.Kind.UNKNOWN);
    }
    assertThat(peer.ends).hasValue(turns.length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GREETING", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "."})
  void silenceEndsAtTheDeadline(String step) {
    withSignIn();
    peer.at(step, SmtpPeer.SILENCE);
    endsInTime(step);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GREETING", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "."})
  void aRelayThatTricklesEndsAtTheDeadlineToo(String step) {
    withSignIn();
    peer.at(step, SmtpPeer.TRICKLE);
    endsInTime(step);
  }

  private void endsInTime(String step) {
    long start = System.nanoTime();
    Outcome outcome = channel.send(mail(), SHORT);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(SHORT, SHORT.multipliedBy(3));
    assertThat(outcome.kind())
        .isEqualTo(step.equals(".") ? Outcome.Kind.UNKNOWN : Outcome.Kind.REFUSED);
  }

  private void withSignIn() {
    JavaMailSenderImpl relay = relay(peer.port(), "doula", "secret");
    relay.getJavaMailProperties().put("mail.smtp.starttls.required", "false");
    channel = channel(relay);
  }

  @Test
  void aMailThatIsStillOnItsWayAtTheDeadlineIsNeverEnded() throws Exception {
    peer.at("DATA", SmtpPeer.says("354 go on").then(SmtpPeer.pauses(6_000)));
    String big = "Hello Amina. ".repeat(600_000);
    Outcome outcome =
        channel.send(mail("amina@family.example", "en", "Clinic", big), Duration.ofSeconds(5));
    assertThat(outcome)
        .isEqualTo(Outcome.refused("no clear answer in the mail's content, out of time"));
    for (int i = 0; i < 400 && peer.openConnections() > 0; i++) {
      Thread.sleep(20);
    }
    assertThat(peer.openConnections()).as("the peer has read all there was").isZero();
    assertThat(peer.ends).hasValue(0);
  }

  @Test
  void aRefusalCountsAlsoWhenTheRelayHangsUpWithIt() {
    peer.at("RCPT", SmtpPeer.saysAndCloses("550 5.1.1 <amina@family.example>: User unknown"));
    assertThat(channel.send(mail(), LONG))
        .isEqualTo(Outcome.unreachable("refused at RCPT: 550 5.1.1"));
    peer.asUsual("RCPT").at(".", SmtpPeer.saysAndCloses("421 4.3.2 shutting down"));
    assertThat(channel.send(mail(), LONG).kind()).isEqualTo(Outcome.Kind.REFUSED);
    peer.at(".", SmtpPeer.saysAndCloses("554 5.6.0 no"));
    assertThat(channel.send(mail(), LONG).kind()).isEqualTo(Outcome.Kind.REJECTED);
  }

  @Test
  void aRefusedSignInBlocksTheChannelAndAThrottledOneDoesNot() {
    withSignIn();
    peer.at("AUTH", SmtpPeer.says("535 5.7.8 Authentication credentials invalid"));
    assertThat(channel.send(mail(), LONG))
        .isEqualTo(Outcome.blocked("*", "the relay refuses our sign-in before MAIL: 535 5.7.8"));
    peer.at("AUTH", SmtpPeer.says("454 4.7.0 Temporary authentication failure"));
    assertThat(channel.send(mail(), LONG).kind()).isEqualTo(Outcome.Kind.REFUSED);
    peer.at("AUTH", SmtpPeer.RESET);
    assertThat(channel.send(mail(), LONG).kind()).isEqualTo(Outcome.Kind.REFUSED);
  }

  @Test
  void aPasswordNeverGoesToARelayWithoutTls() {
    channel = channel(relay(peer.port(), "doula", "secret"));
    assertThat(channel.send(mail(), LONG).kind()).isEqualTo(Outcome.Kind.REFUSED);
    assertThat(peer.commands).noneMatch(command -> command.startsWith("AUTH"));
    assertThat(peer.commands).noneMatch(command -> command.startsWith("MAIL"));
  }

  @Test
  void aRelayThatIsNotThereIsARefusal() throws IOException {
    int nobody;
    try (ServerSocket free = new ServerSocket(0)) {
      nobody = free.getLocalPort();
    }
    assertThat(channel(relay(nobody)).send(mail(), LONG).detail()).contains("ConnectException");
    JavaMailSenderImpl nameless = relay(25);
    nameless.setHost("relay.invalid");
    Outcome outcome = channel(nameless).send(mail(), LONG);
    assertThat(outcome.kind()).isEqualTo(Outcome.Kind.REFUSED);
    assertThat(outcome.detail()).contains("UnknownHostException");
  }

  @Test
  void oneConnectionCarriesManyMails() {
    for (int i = 0; i < 5; i++) {
      assertThat(channel.send(mail(), LONG).kind()).isEqualTo(Outcome.Kind.ACCEPTED);
    }
    assertThat(peer.connections).hasValue(1);
  }

  @Test
  void aConnectionTheRelayClosedMeanwhileIsReplacedAndNothingIsUnclear() throws IOException {
    channel.send(mail(), LONG);
    peer.closeAllConnections();
    assertThat(channel.send(mail(), LONG).kind()).isEqualTo(Outcome.Kind.ACCEPTED);
    peer.at("NOOP", SmtpPeer.saysAndCloses("421 4.4.2 timeout"));
    assertThat(channel.send(mail(), LONG).kind()).isEqualTo(Outcome.Kind.ACCEPTED);
    peer.at("NOOP", SmtpPeer.SILENCE);
    assertThat(channel.send(mail(), LONG).kind()).isEqualTo(Outcome.Kind.ACCEPTED);
    assertThat(peer.connections).hasValue(4);
    assertThat(peer.ends).hasValue(4);
  }

  @Test
  void aConnectionThatRestsIsClosed() throws Exception {
    channel =
        new MailChannel(
            new MailServer(relay(peer.port())),
            new MailSettings("reminders@clinic.example", 14, null, false),
            Duration.ofMillis(100));
    channel.send(mail(), LONG);
    for (int i = 0; i < 200 && peer.openConnections() > 0; i++) {
      Thread.sleep(20);
    }
    assertThat(peer.openConnections()).isZero();
  }

  @Test
  void anInterruptedCallSaysWhatItKnowsAndStaysInterrupted() {
    Thread.currentThread().interrupt();
    Outcome outcome = channel.send(mail(), LONG);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(outcome.kind()).isIn(Outcome.Kind.REFUSED, Outcome.Kind.UNKNOWN);
  }
}
