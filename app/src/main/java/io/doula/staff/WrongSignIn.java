package io.doula.staff;

/** Name and password open no account; says no more than that. */
public class WrongSignIn extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WrongSignIn() {
    super("the user name or the password is wrong", null, false, false);
  }
}
