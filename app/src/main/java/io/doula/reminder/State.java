package io.doula.reminder;

import java.util.EnumSet;
import java.util.Set;

/** Where a reminder stands. */
public enum State {
  PLANNED,
  QUEUED,
  /** Claimed by a worker, which holds a lease. */
  SENDING,
  /** Refused before acceptance; it will be tried again. */
  RETRY,
  /** The provider took it. */
  ACCEPTED,
  SENT,
  DELIVERED,
  READ,
  /** It may have been accepted; never repeated blindly, on the staff's list. */
  UNKNOWN,
  FAILED,
  /** Kept back by the last question before sending. */
  SUPPRESSED,
  /** No longer follows from what is recorded, or a person said no. */
  CANCELLED,
  /** Its time passed before it could go. */
  EXPIRED;

  /** Still to be sent, and free to be changed by planning. */
  static final Set<State> WAITING = EnumSet.of(PLANNED, QUEUED, RETRY);

  /** Ended without a message having left. */
  static final Set<State> NEVER_LEFT = EnumSet.of(SUPPRESSED, CANCELLED, EXPIRED);

  boolean isWaiting() {
    return WAITING.contains(this);
  }
}
