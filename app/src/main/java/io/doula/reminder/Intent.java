package io.doula.reminder;

import io.doula.channel.Outgoing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that is open in the database.
 *
 * @param course the reminder as it was claimed
 * @param ways the channels that could take it instead, in her order
 * @param message null where a dead worker opened it: it is to be settled, not sent
 * @param tries the message set whose block this one tries; null where none stands
 */
record Intent(
    Course course, List<String> ways, @Nullable Outgoing message, @Nullable String tries) {
  long reminderId() {
    return course.id();
  }

  /** Which attempt on the reminder. */
  int number() {
    return course.attempts();
  }
}
