package io.doula.reminder.web;

import io.doula.core.Ids;
import io.doula.message.MessageKind;
import io.doula.reminder.Reminders;
import io.doula.reminder.State;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A reminder as JSON.
 *
 * @param babyId set when it speaks of one baby
 */
record ReminderView(
    String id,
    String motherId,
    @Nullable String babyId,
    List<String> visitIds,
    MessageKind kind,
    Instant dueAt,
    State state,
    @Nullable String channel,
    List<Reminders.Attempt> attempts,
    String why) {

  static ReminderView of(Reminders.Reminder r) {
    return new ReminderView(
        Ids.text(r.id()),
        Ids.text(r.motherId()),
        r.babyIds().size() == 1 ? Ids.text(r.babyIds().get(0)) : null,
        r.visitIds().stream().map(Ids::text).toList(),
        r.kind(),
        r.dueAt(),
        r.state(),
        r.channel(),
        r.attempts(),
        r.why());
  }
}
