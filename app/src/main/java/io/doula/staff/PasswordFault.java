package io.doula.staff;

/** What is wrong with a password that somebody wants to have. */
public enum PasswordFault {
  LENGTH("must have 12 to 128 characters"),
  NAMES("must have 8 characters more than the user name, the clinic's name and \"doula\""),
  REPEATED("must not be a short text over and over"),
  KNOWN(
      "is on the lists of stolen passwords that are tried first: take another, for instance four"
          + " words that only you put together");

  private final String message;

  PasswordFault(String message) {
    this.message = message;
  }

  /** As the API says it. */
  public String message() {
    return message;
  }
}
