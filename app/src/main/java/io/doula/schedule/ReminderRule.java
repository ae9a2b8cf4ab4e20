package io.doula.schedule;

/**
 * When a reminder goes out and when it is too late for it.
 *
 * @param days from the due date; negative before it
 * @param expiresAfterDays the reminder expires when quiet hours begin, so many days after its own
 */
public record ReminderRule(ReminderKind kind, int days, int expiresAfterDays) {}
