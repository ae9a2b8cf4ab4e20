package io.doula.core;

/** There is no such thing, or not for this viewer; answered with 404, the same in both cases. */
public class NotFound extends RuntimeException {

  /**
   * @param what the kind of thing, in words: "mother"
   */
  public NotFound(String what) {
    super("no such " + what, null, false, false);
  }
}
