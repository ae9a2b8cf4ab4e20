package io.doula.core;

/** The viewer may not do this, whatever she sends; answered with 403 and this reason. */
public class Forbidden extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param reason in words for a person, with whom to ask or what to do first
   */
  public Forbidden(String reason) {
    super(reason, null, false, false);
  }
}
