package io.doula.channel;

import jakarta.mail.MessagingException;
import org.jspecify.annotations.Nullable;

/**
 * One handing over of one mail: how far it came and what the relay answered there. The thread that
 * talks to the relay and the one that watches the clock share it: after {@link #stop} no further
 * step begins, so what the watcher then reads is the end of it.
 */
class MailHandover {

  /** The steps of RFC 5321 in which different answers mean different things. */
  enum Step {
    /** From the name of the host to a session that may send: connection, TLS, sign-in. */
    CONNECT("before MAIL"),
    MAIL("at MAIL"),
    RCPT("at RCPT"),
    DATA("at DATA"),
    /** The mail itself is under way; without the dot at its end it counts for nothing. */
    CONTENT("in the mail's content"),
    /** From the moment the final dot may be on the wire. */
    END("after the mail's end");

    final String words;

    Step(String words) {
      this.words = words;
    }
  }

  /** How far it came; the code is 0 while there is no answer, below 0 for one that says nothing. */
  record Progress(Step step, int code, String text) {}

  private static final class Stopped extends MessagingException {
    Stopped() {
      super("out of time");
    }
  }

  private Progress progress = new Progress(Step.CONNECT, 0, "");
  private boolean stopped;
  private @Nullable MailRelay relay;

  /** Begins the talk with a relay. */
  synchronized void through(MailRelay relay) throws MessagingException {
    goOn();
    this.relay = relay;
    progress = new Progress(Step.CONNECT, 0, "");
  }

  synchronized void enter(Step step) throws MessagingException {
    goOn();
    progress = new Progress(step, 0, "");
  }

  /**
   * Keeps an answer. While connecting, the last one counts; later the first one of a step, because
   * what follows a refusal is the library's tidying up.
   */
  synchronized void answered(int code, @Nullable String text) {
    if (progress.step() == Step.CONNECT || progress.code() == 0) {
      progress = new Progress(progress.step(), code, text == null ? "" : text);
    }
  }

  synchronized Progress progress() {
    return progress;
  }

  /**
   * Parts from the relay, which may then serve another mail: a later {@link #stop} doesn't reach
   * it.
   *
   * @return false when it was stopped before, and the connection with it
   */
  synchronized boolean letGo() {
    relay = null;
    return !stopped;
  }

  /** Ends it here, whatever the other thread is waiting for. */
  void stop() {
    MailRelay talking;
    synchronized (this) {
      stopped = true;
      talking = relay;
    }
    if (talking != null) {
      talking.hangUp();
    }
  }

  private void goOn() throws MessagingException {
    if (stopped) {
      throw new Stopped();
    }
  }
}
