package io.doula.schedule;

/** What a reminder is for. */
public enum ReminderKind {
  /** Something comes up. */
  UPCOMING,
  /** Something is due today. */
  DUE,
  /** Something was due and is not recorded. */
  MISSED
}
