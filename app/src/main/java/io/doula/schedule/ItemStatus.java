package io.doula.schedule;

/** Where an item stands on a day. */
public enum ItemStatus {
  /** Its due date has not come. */
  PLANNED,
  /** From its due date on. */
  DUE,
  /** From the day after {@code overdueAfter} on. */
  OVERDUE,
  DONE,
  /** From the day after {@code latest} on: it can no longer be done. */
  EXPIRED,
  /** A person must decide; it is never messaged. */
  NEEDS_REVIEW
}
