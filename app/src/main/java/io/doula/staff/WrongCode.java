package io.doula.staff;

/** The password was right and the second factor's code was not; answered with 401. */
public class WrongCode extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WrongCode() {
    super("the code is wrong, too old, or was used before", null, false, false);
  }
}
