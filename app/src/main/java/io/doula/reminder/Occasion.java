package io.doula.reminder;

import io.doula.message.MessageKind;
import io.doula.schedule.ReminderRule;
import java.time.Instant;
import java.time.LocalDate;

/**
 * When a plan wants a reminder, seen from the day on which a visit is due.
 *
 * @param offsetDays days after the due day, negative before it
 * @param expiresAfterDays how many days after its own day it goes stale, at the start of quiet
 *     hours
 */
record Occasion(MessageKind kind, int offsetDays, int expiresAfterDays) {
  private static final int JITTER_STEPS = 4;
  private static final long JITTER_STEP_SECONDS = 15;

  static Occasion of(ReminderRule rule) {
    return new Occasion(
        MessageKind.valueOf(rule.kind().name()), rule.days(), rule.expiresAfterDays());
  }

  LocalDate dayFor(LocalDate due) {
    return due.plusDays(offsetDays);
  }

  /**
   * The sending hour, spread over a minute by the mother's id so that a clinic's reminders don't
   * fall on one instant, but never into quiet hours.
   */
  static Instant dueAt(Hours hours, LocalDate day, long motherId) {
    Instant hour = hours.sendOn(day);
    Instant spread = hour.plusSeconds(Math.floorMod(motherId, JITTER_STEPS) * JITTER_STEP_SECONDS);
    return hours.isQuiet(spread) ? hour : spread;
  }

  /**
   * How a day of this kind relates to the visits' due day: "2 days before what is due on
   * 2026-05-01".
   */
  String inWords(LocalDate day) {
    LocalDate due = day.minusDays(offsetDays);
    if (offsetDays == 0) {
      return "the day, " + due + ", on which it is due";
    }
    int days = Math.abs(offsetDays);
    return "%d day%s %s what is due on %s"
        .formatted(days, days == 1 ? "" : "s", offsetDays < 0 ? "before" : "after", due);
  }

  Instant expiresAt(Hours hours, LocalDate day) {
    return hours.quietStartAfterSending(day.plusDays(expiresAfterDays));
  }
}
