package io.doula.staff;

/** The password was right, and the account has a second factor; answered with 401. */
public class CodeWanted extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CodeWanted() {
    super(
        "this account has a second factor: send its code, six digits or a recovery code, as code",
        null,
        false,
        false);
  }
}
