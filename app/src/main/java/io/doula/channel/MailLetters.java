package io.doula.channel;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes the mails: plain text and HTML that say the same, and the headers by which a mail program
 * stops them with one click (RFC 8058) and other programs know that no person wrote them (RFC
 * 3834).
 */
class MailLetters {
  private static final Session NO_SERVER = Session.getInstance(new Properties());

  private static final Pattern NO_LINE = Pattern.compile("[\\p{Cntrl}\\u0085\\u2028\\u2029]+");

  private final InternetAddress from;
  private final String domain;
  private final @Nullable String configurationSet;
  private final MailWords words = new MailWords();

  /**
   * @param configurationSet of SES; null when there is none
   */
  MailLetters(InternetAddress from, @Nullable String configurationSet) {
    this.from = from;
    this.domain = from.getAddress().substring(from.getAddress().lastIndexOf('@') + 1);
    this.configurationSet = configurationSet;
  }

  /**
   * @throws AddressException when no mail can go to her address
   */
  MimeMessage write(Outgoing message) throws MessagingException {
    Letter letter = new Letter(messageId(message));
    letter.setFrom(from);
    letter.setRecipient(Message.RecipientType.TO, address(message.to()));
    letter.setSubject(oneLine(message.subject()), StandardCharsets.UTF_8.name());
    letter.setSentDate(Date.from(message.at()));
    letter.setHeader("Content-Language", oneLine(message.language()));
    letter.setHeader("Auto-Submitted", "auto-generated");
    letter.setHeader("List-Unsubscribe", "<" + oneLine(message.unsubscribe()) + ">");
    letter.setHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    if (configurationSet != null) {
      letter.setHeader("X-SES-CONFIGURATION-SET", configurationSet);
      letter.setHeader(
          "X-SES-MESSAGE-TAGS", "doula=%d-%d".formatted(message.reminderId(), message.number()));
    }
    letter.setContent(
        new MimeMultipart(
            "alternative",
            part(words.plain(message), "plain"),
            part(words.html(message, oneLine(message.subject())), "html")));
    letter.saveChanges();
    return letter;
  }

  /** {@code <12.1@clinic.example>} for the first attempt on reminder 12. */
  String messageId(Outgoing message) {
    return "<%d.%d@%s>".formatted(message.reminderId(), message.number(), domain);
  }

  /** An address in the form SMTP knows: ASCII, its domain in Punycode. */
  static InternetAddress address(String text) throws AddressException {
    int at = text.lastIndexOf('@');
    try {
      String ascii =
          at < 0 ? text : text.substring(0, at + 1) + IDN.toASCII(text.substring(at + 1));
      InternetAddress address = new InternetAddress();
      address.setAddress(ascii);
      address.validate();
      if (!StandardCharsets.US_ASCII.newEncoder().canEncode(ascii) || !ascii.contains("@")) {
        throw new AddressException("it is no address that every relay knows");
      }
      return address;
    } catch (IllegalArgumentException e) {
      throw new AddressException("its domain is none");
    }
  }

  /** Nothing in a header can end it and begin another. */
  private static String oneLine(String text) {
    return NO_LINE.matcher(text).replaceAll(" ").strip();
  }

  /** Lines end as MIME wants them, also inside Base64. */
  private static MimeBodyPart part(String text, String subtype) throws MessagingException {
    MimeBodyPart part = new MimeBodyPart();
    part.setText(text.replaceAll("\\R", "\r\n"), StandardCharsets.UTF_8.name(), subtype);
    return part;
  }

  /** A mail that keeps the id it was given, however often it is saved. */
  private static final class Letter extends MimeMessage {
    private final String id;

    Letter(String id) {
      super(NO_SERVER);
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", id);
    }
  }
}
