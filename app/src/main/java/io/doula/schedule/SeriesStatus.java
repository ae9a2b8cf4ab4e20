package io.doula.schedule;

/** What a series asks for on a day. The first three say when, the others that no date follows. */
public enum SeriesStatus {
  /** Too young, waiting for an interval, or not meant for this person as the facts stand. */
  NOT_DUE,
  /** From the due date on. */
  DUE,
  /** From the day after {@code overdueAfter} on. */
  OVERDUE,
  /** Every dose has been given. */
  COMPLETE,
  /** The next dose may no longer be given. */
  TOO_OLD,
  /** A person must decide. */
  NEEDS_REVIEW
}
