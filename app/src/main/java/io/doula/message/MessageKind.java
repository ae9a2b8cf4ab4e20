package io.doula.message;

/** On which occasion a message is sent, seen from the day on which its visits are due. */
public enum MessageKind {
  /** Some days before. */
  UPCOMING,
  /** On the day itself. */
  DUE,
  /** Some days after, while nothing is recorded. */
  MISSED
}
