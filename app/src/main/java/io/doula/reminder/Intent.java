package io.doula.reminder;

import io.doula.channel.Outgoing;

/**
 * An attempt that is open in the database and about to be made.
 *
 * @param epoch the claim under which it was opened
 */
record Intent(int epoch, String channel, Outgoing message) {
  long reminderId() {
    return message.reminderId();
  }

  int number() {
    return message.number();
  }
}
