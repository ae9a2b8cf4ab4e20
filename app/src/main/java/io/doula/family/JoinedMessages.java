package io.doula.family;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the messages of two mothers who turn out to be one, or two after all. Within the
 * transaction that decides it, with both rows held.
 */
public interface JoinedMessages {
  /**
   * That a visit was, or may have been, spoken of.
   *
   * @param to the visit that stands for it since; null: that one had been spoken of itself
   */
  record Spoken(long reminderId, long visitId, String kind, @Nullable Long to) {}

  /**
   * What was done, for an undo.
   *
   * @param reminders all that were the other's
   * @param inPlace those of them that held the place of their day
   */
  record Moved(List<Long> reminders, List<Long> inPlace, List<Spoken> spoken) {}

  /**
   * Gives all messages of one mother to another. What was spoken of is not spoken of again, what
   * waits goes out, with hers of the same day where there is one.
   *
   * @param gone visits that are about to go, each with the one that stays for it, if there is one
   */
  Moved join(long from, long into, Collection<Long> gone, Map<Long, Long> same);

  /** Gives them back. Visits that had gone are there again, and each is its own mother's. */
  void part(long from, long backTo, Moved moved);
}
