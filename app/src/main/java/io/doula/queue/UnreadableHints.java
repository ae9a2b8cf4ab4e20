package io.doula.queue;

/** A message that is nothing Doula wrote: a poison message. What it holds is not repeated. */
public final class UnreadableHints extends Exception {
  UnreadableHints(int length) {
    super("not hints of Doula's: %d characters".formatted(length), null, false, false);
  }
}
