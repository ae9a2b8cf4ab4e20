package io.doula.queue;

/**
 * Something may be due. It holds ids only and may be out of date, doubled or lost; PostgreSQL is
 * the truth.
 *
 * @param reminderId the reminder
 * @param epoch the epoch it had when the hint was given
 * @param channel the channel it would leave by, such as {@code sms}
 */
public record Hint(long reminderId, int epoch, String channel) {}
