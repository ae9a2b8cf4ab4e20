package io.doula.cli;

import io.doula.channel.Channel;
import io.doula.channel.Outcome;
import io.doula.channel.Outgoing;
import io.doula.core.CannotStart;
import io.doula.core.EmailAddress;
import io.doula.core.PhoneNumber;
import io.doula.core.ProgramClock;
import io.doula.message.Message;
import io.doula.message.MessageKind;
import io.doula.message.Messages;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;

/** One message about made-up people, by every channel that can take it. */
final class TestMessage {
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  private final Program program;
  private final PrintWriter out;
  private boolean allTaken = true;

  TestMessage(Program program, PrintWriter out) {
    this.program = program;
    this.out = out;
  }

  /**
   * The address as channels take it.
   *
   * @throws CannotStart if it is neither a phone nor a mailbox
   */
  static String address(String typed) {
    String fault = isMailbox(typed) ? EmailAddress.fault(typed) : PhoneNumber.fault(typed);
    if (fault != null) {
      throw new CannotStart("--send-to " + fault);
    }
    return typed;
  }

  private static boolean isMailbox(String address) {
    return address.contains("@");
  }

  /** Whether every provider that was asked took it; false as well when there was none to ask. */
  boolean send(String to, String language) {
    program.with(context -> send(context, to, language));
    return allTaken;
  }

  private void send(ApplicationContext context, String to, String language) {
    List<Channel> channels =
        context.getBeanProvider(Channel.class).stream()
            .filter(channel -> channel.name().equals("email") == isMailbox(to))
            .toList();
    if (channels.isEmpty()) {
      allTaken = false;
      out.println("No channel is set up that could take a test message to this address.");
    }
    Environment settings = context.getEnvironment();
    Duration deadline = settings.getProperty("DOULA_SEND_TIMEOUT", Duration.class, TEN_SECONDS);
    Outgoing message = message(to, language, settings, context.getBean(ProgramClock.class).now());
    for (Channel channel : channels) {
      Outcome outcome = channel.send(message, deadline);
      allTaken &= outcome.kind() == Outcome.Kind.ACCEPTED;
      out.printf("%-11s %s%n", channel.name(), words(outcome));
    }
  }

  /** Of no reminder, so that receipts about it find none. */
  private static Outgoing message(String to, String language, Environment settings, Instant now) {
    Message words = new Messages().sample(MessageKind.DUE, language);
    return new Outgoing(
        0,
        0,
        0,
        to,
        words.language(),
        words.template(),
        words.parameters(),
        words.subject(),
        words.text(),
        settings.getProperty("DOULA_PUBLIC_URL", "http://127.0.0.1:8080") + "/unsubscribe/test",
        now);
  }

  private static String words(Outcome outcome) {
    String detail = outcome.detail() == null ? "" : " " + outcome.detail();
    return switch (outcome.kind()) {
      case ACCEPTED -> "took the test message; its id is " + outcome.providerId();
      case REFUSED -> "did not take it now, later it may:" + detail;
      case UNREACHABLE -> "can't reach this address:" + detail;
      case REJECTED -> "refused this message:" + detail;
      case BLOCKED -> "may not send (%s):%s".formatted(outcome.scope(), detail);
      case STOPPED -> "has a stop from this address:" + detail;
      case UNKNOWN -> "gave no clear answer, the message may have left:" + detail;
    };
  }
}
