package io.doula.reminder;

import io.doula.message.MessageKind;
import java.util.List;

/** Which reminders a plan wants: its offsets and how long each stays fresh. */
interface Occasions {
  List<Occasion> of(String plan);

  Occasion of(String plan, MessageKind kind);

  String planAndVersion(String plan);
}
