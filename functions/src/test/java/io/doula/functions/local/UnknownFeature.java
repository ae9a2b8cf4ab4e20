package io.doula.functions.local;

/** The template asks for something that this stack neither does nor knows to leave aside. */
final class UnknownFeature extends RuntimeException {
  UnknownFeature(String where, String what) {
    super("The laptop stack does not know " + what + " (" + where + ").");
  }
}
