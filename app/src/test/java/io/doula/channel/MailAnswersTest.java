package io.doula.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.channel.MailHandover.Progress;
import io.doula.channel.MailHandover.Step;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.net.ConnectException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailAnswersTest {

  @ParameterizedTest(name = "{0} {1} is {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CONNECT | 421 4.3.2 shutting down                                              | REFUSED
          CONNECT | 454 4.7.0 Temporary authentication failure                           | REFUSED
          CONNECT | 554 5.7.1 no                                                         | REFUSED
          MAIL    | 421 4.7.0 Error: too many connections                                | REFUSED
          MAIL    | 451 4.3.0 try later                                                  | REFUSED
          MAIL    | 452 4.3.1 Insufficient system storage                                | REFUSED
          MAIL    | 454 Throttling failure: Maximum sending rate exceeded.               | REFUSED
          MAIL    | 501 5.1.7 Bad sender address syntax                                  | BLOCKED
          MAIL    | 530 Authentication required                                          | BLOCKED
          MAIL    | 550 5.7.1 Sender not allowed                                         | BLOCKED
          MAIL    | 552 5.3.4 Message size exceeds fixed limit                           | REJECTED
          RCPT    | 421 4.3.2 Service shutting down                                      | REFUSED
          RCPT    | 450 4.2.0 Recipient address rejected: Greylisted                     | REFUSED
          RCPT    | 451 4.7.1 try again                                                  | REFUSED
          RCPT    | 452 4.2.2 Mailbox full                                               | REFUSED
          RCPT    | 501 Invalid RCPT TO address provided                                 | UNREACHABLE
          RCPT    | 550 5.1.1 <a@b>: Recipient address rejected: User unknown            | UNREACHABLE
          RCPT    | 550 No such user here                                                | UNREACHABLE
          RCPT    | 550 5.4.1 Recipient address rejected: Access denied                  | UNREACHABLE
          RCPT    | 553 5.1.3 bad address syntax                                         | UNREACHABLE
          RCPT    | 556 5.1.10 <a@b>: Domain does not accept mail (nullMX)               | UNREACHABLE
          RCPT    | 550 5.2.1 The account is disabled                                    | UNREACHABLE
          RCPT    | 552 5.2.2 The mailbox is over quota                                  | REJECTED
          RCPT    | 552 storage exceeded                                                 | REJECTED
          RCPT    | 503 bad sequence of commands                                         | REJECTED
          RCPT    | 550 5.7.1 policy                                                     | REJECTED
          RCPT    | 554 5.7.1 <a@b>: Relay access denied                                 | BLOCKED
          RCPT    | 553 5.7.1 <r@c>: Sender address rejected: not owned by user x        | BLOCKED
          RCPT    | 554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked       | BLOCKED
          RCPT    | 530 5.7.0 Authentication required                                    | BLOCKED
          DATA    | 451 4.3.0 later                                                      | REFUSED
          DATA    | 554 5.5.1 Error: no valid recipients                                 | REJECTED
          CONTENT | 0                                                                    | REFUSED
          END     | 250 2.0.0 Ok: queued as 4XYZ12                                       | ACCEPTED
          END     | 421 4.3.0 later                                                      | REFUSED
          END     | 451 4.3.0 later                                                      | REFUSED
          END     | 454 Throttling failure: Daily message quota exceeded.                | REFUSED
          END     | 550 5.7.26 unauthenticated sender                                    | BLOCKED
          END     | 554 5.6.0 malformed                                                  | REJECTED
          END     | 554 Message rejected: Email address is not verified.                 | BLOCKED
          END     | 554 Message rejected: Sending paused for this account.               | BLOCKED
          END     | 554 Access denied: User x is not authorized to perform ses:SendRaw   | BLOCKED
          END     | 554 Configuration set <x> does not exist.                            | BLOCKED
          END     | 354 what                                                             | UNKNOWN
          END     | 0                                                                    | UNKNOWN
          END     | -1 [EOF]                                                             | UNKNOWN
          """)
  void theStepAndTheAnswerSayWhatBecameOfIt(Step step, String answer, Outcome.Kind kind) {
    Outcome outcome = MailAnswers.outcome(at(step, answer), null, "<12.1@clinic.example>");
    assertThat(outcome.kind()).isEqualTo(kind);
    if (kind == Outcome.Kind.BLOCKED) {
      assertThat(outcome.scope()).isEqualTo("*");
    }
    if (kind != Outcome.Kind.ACCEPTED) {
      assertThat(outcome.detail()).doesNotContain("a@b").doesNotContain("rejected");
    }
  }

  @Test
  void aRefusedSignInBlocksTheChannelAndOneThatGotNoAnswerDoesNot() {
    Throwable fault = new AuthenticationFailedException("535");
    assertThat(MailAnswers.outcome(at(Step.CONNECT, "535 5.7.8 no"), fault, "").kind())
        .isEqualTo(Outcome.Kind.BLOCKED);
    assertThat(MailAnswers.outcome(at(Step.CONNECT, "250 peer"), fault, "").kind())
        .as("no way of sign-in in common")
        .isEqualTo(Outcome.Kind.BLOCKED);
    assertThat(MailAnswers.outcome(at(Step.CONNECT, "0"), fault, "").kind())
        .isEqualTo(Outcome.Kind.REFUSED);
  }

  @Test
  void aRelayThatIsBusyIsLeftAloneByAll() {
    assertThat(pause(Step.CONNECT, "421 too many connections")).isEqualTo(Duration.ofSeconds(5));
    assertThat(pause(Step.END, "454 Throttling failure: Maximum sending rate exceeded."))
        .isEqualTo(Duration.ofSeconds(5));
    assertThat(pause(Step.MAIL, "454 Throttling failure: Daily message quota exceeded."))
        .isEqualTo(Duration.ofMinutes(15));
    assertThat(pause(Step.RCPT, "450 4.2.0 Greylisted"))
        .as("one mailbox's trouble stops nobody else")
        .isNull();
  }

  @Test
  void theIdIsTheRelaysOrElseTheMailsOwn() {
    String ses = "0100018f2b5c1d2e-6a7b8c9d-0e1f-2a3b-4c5d-6e7f8a9b0c1d-000000";
    assertThat(MailAnswers.providerId("250 Ok " + ses + "\n", "<m>")).isEqualTo(ses);
    assertThat(MailAnswers.providerId("250 2.0.0 Ok: queued as 4XyZ12abcD", "<m>"))
        .isEqualTo("4XyZ12abcD");
    assertThat(MailAnswers.providerId("250 OK", "<m>")).isEqualTo("<m>");
  }

  @Test
  void aFaultIsToldByItsKindAndNotInItsWords() {
    Throwable fault =
        new MessagingException("amina@family.example", new ConnectException("amina@x"));
    assertThat(MailAnswers.outcome(at(Step.CONNECT, "0"), fault, "").detail())
        .isEqualTo("no clear answer before MAIL, ConnectException");
  }

  private static Duration pause(Step step, String answer) {
    return MailAnswers.outcome(at(step, answer), null, "").pause();
  }

  private static Progress at(Step step, String answer) {
    return new Progress(step, Integer.parseInt(answer.split(" ")[0]), answer);
  }
}
