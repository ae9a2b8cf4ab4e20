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
  /** It may have been accepted: it waits for a receipt, or is held for staff. */
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

  /**
   * How far on the way to her it is known to be; a receipt only moves it further, also after an end
   * that was wrong.
   */
  int way() {
    return switch (this) {
      case ACCEPTED -> 1;
      case SENT -> 2;
      case DELIVERED -> 3;
      case READ -> 4;
      default -> 0;
    };
  }

  /** Whether nothing more is to come of it but receipts. */
  boolean isEnded() {
    return !isWaiting() && this != SENDING && this != UNKNOWN;
  }

  boolean isWaiting() {
    return WAITING.contains(this);
  }
}
