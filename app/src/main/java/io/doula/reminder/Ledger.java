package io.doula.reminder;

import io.doula.channel.Outcome;
import java.time.Instant;
import java.util.List;

/**
 * Where the courses of reminders are kept. Each method is one transaction; it is committed when the
 * method returns, and a change goes in only under the epoch and the state that it expects.
 */
interface Ledger {

  /**
   * What a claim took.
   *
   * @param claimed how many reminders were looked at
   * @param intents those of them to be handed over now, each with an open attempt
   * @param spent true where the channel's rate is what kept it from taking more
   */
  record Batch(int claimed, List<Intent> intents, boolean spent) {
    static final Batch EMPTY = new Batch(0, List.of(), false);
  }

  /** How an attempt ended. */
  record Closing(Intent intent, Outcome outcome, Instant at) {}

  /**
   * Claims what is due on a channel, oldest first, asks the last question of each, and opens an
   * attempt on those that may go.
   *
   * @param limit the most to claim
   */
  Batch claim(String channel, int limit, Instant now);

  /**
   * Gives those whose channel is not set up, or was down for long, to the next one that is.
   *
   * @return how many were looked at
   */
  int reroute(List<String> channels, Instant dueBefore, int limit, Instant now);

  /**
   * Writes how attempts ended.
   *
   * @return how many were written; one whose claim was lost in between is not
   */
  int close(List<Closing> closings);

  /**
   * Claims attempts whose worker let its lease lapse. Each is to be closed under the epoch it has
   * now.
   */
  List<Intent> takeLapsed(int limit, Instant now);

  /**
   * Ends the waits for receipts that are over.
   *
   * @return how many
   */
  int endWaits(int limit, Instant now);

  /**
   * Ends what went stale while it waited.
   *
   * @return how many
   */
  int expire(int limit, Instant now);
}
