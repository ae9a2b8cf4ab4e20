package io.doula.channel;

import java.time.Instant;

/**
 * One message on its way.
 *
 * @param reminderId the reminder it carries
 * @param number which attempt on that reminder, from 1; with the id it is the correlation id {@code
 *     12:1}
 * @param motherId the mother it is about
 * @param to an E.164 number, or an email address on the channel {@code email}
 * @param language the language of the text (BCP 47)
 * @param text the words, plain text
 * @param at the program's time of the attempt
 */
public record Outgoing(
    long reminderId,
    int number,
    long motherId,
    String to,
    String language,
    String text,
    Instant at) {}
