package io.doula.core;

/** The input is well formed but contradicts what is recorded; answered with 409 and this reason. */
public class Conflict extends RuntimeException {

  /**
   * @param reason in words for a person, with what to do next
   */
  public Conflict(String reason) {
    super(reason, null, false, false);
  }
}
