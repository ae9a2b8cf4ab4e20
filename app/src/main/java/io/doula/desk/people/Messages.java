package io.doula.desk.people;

import io.doula.reminder.Reminders.Reminder;
import io.doula.reminder.State;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A mother's messages, as her page lists them.
 *
 * @param next those that will go, the next first
 * @param last those that went, or were to go by now and did not; the last first
 */
record Messages(List<Reminder> next, List<Reminder> last) {
  private static final int SHOWN = 5;
  private static final Set<State> WAITING =
      EnumSet.of(State.PLANNED, State.QUEUED, State.RETRY, State.SENDING);

  static Messages of(List<Reminder> all, Instant now) {
    Comparator<Reminder> byDue = Comparator.comparing(Reminder::dueAt);
    return new Messages(
        all.stream().filter(Messages::waits).sorted(byDue).limit(SHOWN).toList(),
        all.stream()
            .filter(one -> !waits(one) && !one.dueAt().isAfter(now))
            .sorted(byDue.reversed())
            .limit(SHOWN)
            .toList());
  }

  static boolean waits(Reminder reminder) {
    return WAITING.contains(reminder.state());
  }
}
