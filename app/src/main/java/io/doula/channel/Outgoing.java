package io.doula.channel;

import java.time.Instant;
import java.util.List;

/**
 * One message on its way.
 *
 * @param reminderId the reminder it carries
 * @param number which attempt on that reminder, from 1
 * @param motherId the mother it is about
 * @param to an E.164 number, or an email address on the channel {@code email}
 * @param language the language of the text (BCP 47)
 * @param template the approved template that says the same ({@code doula_due_v1}), where a provider
 *     wants one
 * @param parameters what goes into the template's places, in their order; no line breaks in them
 * @param subject a line for channels that show one; no name of an illness in it
 * @param text the words, plain text
 * @param unsubscribe the address that stops her messages with one click
 * @param at the program's time of the attempt
 */
public record Outgoing(
    long reminderId,
    int number,
    long motherId,
    String to,
    String language,
    String template,
    List<String> parameters,
    String subject,
    String text,
    String unsubscribe,
    Instant at) {

  /** What providers echo in receipts: {@code 12:1} for the first attempt on reminder 12. */
  public String correlation() {
    return reminderId + ":" + number;
  }
}
