package io.doula.channel;

import io.doula.channel.MailHandover.Step;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/**
 * One connection to the relay. The library's exceptions don't tell a mail that was refused from one
 * whose answer was lost: it says RSET after a refusal, and a relay that hangs up then hides what it
 * answered. So each step and its answer are noted as they pass.
 */
class MailRelay extends SMTPTransport {
  /**
   * The library logs addresses, and whole mails when it is asked for more, under the name of the
   * package of its subclass: ours. Nothing of that is logged at any level. Loggers are kept weakly,
   * so this one is held.
   */
  private static final Logger SILENT = Logger.getLogger(MailRelay.class.getPackageName());

  static {
    SILENT.setLevel(Level.OFF);
  }

  /** A connection that is still good answers a NOOP in this time. */
  private static final int NOOP_MILLIS = 2_000;

  private final MailServer server;
  private final MailSockets sockets;
  private MailHandover handover = new MailHandover();
  private int mails;

  private MailRelay(MailServer server, Session session, MailSockets sockets) {
    super(
        session,
        new URLName(server.protocol(), server.host(), server.port(), null, null, null),
        server.protocol(),
        server.protocol().equals("smtps"));
    this.server = server;
    this.sockets = sockets;
  }

  /** A relay to be connected at its first use. */
  static MailRelay to(MailServer server) {
    MailSockets sockets = new MailSockets();
    Properties properties = server.properties();
    properties.put("mail." + server.protocol() + ".socketFactory", sockets);
    return new MailRelay(server, Session.getInstance(properties), sockets);
  }

  /**
   * Hands a mail over, on the open connection if it is still good, else on a new one.
   *
   * @throws MessagingException when the handover knows why, or not
   */
  void hand(MimeMessage mail, Address to, MailHandover handover) throws MessagingException {
    this.handover = handover;
    handover.through(this);
    if (!isStillGood()) {
      handover.through(this);
      connect(server.host(), server.port(), server.username(), server.password());
    }
    mails++;
    sendMessage(mail, new Address[] {to});
  }

  /** How many mails went, or tried to go, through this connection. */
  int mails() {
    return mails;
  }

  private boolean isStillGood() {
    return mails > 0
        && sockets.readWithin(NOOP_MILLIS)
        && isConnected()
        && sockets.readWithin(server.readMillis());
  }

  /** Breaks the connection off; a thread that reads from it or writes to it fails at once. */
  void hangUp() {
    sockets.hangUp();
  }

  /** Says goodbye, and doesn't wait for the answer. */
  void quit() {
    try {
      close();
    } catch (MessagingException e) {
      hangUp(); // it was gone already
    }
  }

  @Override
  protected void mailFrom() throws MessagingException {
    handover.enter(Step.MAIL);
    super.mailFrom();
  }

  @Override
  protected void rcptTo() throws MessagingException {
    handover.enter(Step.RCPT);
    super.rcptTo();
  }

  @Override
  protected OutputStream data() throws MessagingException {
    handover.enter(Step.DATA);
    OutputStream content = super.data();
    handover.enter(Step.CONTENT);
    return content;
  }

  @Override
  protected void finishData() throws IOException, MessagingException {
    handover.enter(Step.END);
    super.finishData();
  }

  @Override
  protected int readServerResponse() throws MessagingException {
    int code = 0;
    try {
      code = super.readServerResponse();
      return code;
    } finally {
      handover.answered(code, getLastServerResponse());
    }
  }
}
