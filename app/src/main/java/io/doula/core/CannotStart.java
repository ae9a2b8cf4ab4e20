package io.doula.core;

/**
 * The program can't start as it is set up. The message says to the person at the terminal what is
 * wrong and what to do; it never holds a secret's value.
 */
public class CannotStart extends RuntimeException {

  public CannotStart(String message) {
    super(message, null, false, false);
  }
}
