package io.doula.secrets;

/**
 * A secret that can't be used. The message names it and says what is wrong, and never holds a piece
 * of its value; nor has it a cause, for causes quote what they could not read.
 */
final class SecretFault extends RuntimeException {
  private final boolean aws;

  private SecretFault(String message, boolean aws) {
    super(message, null, false, false);
    this.aws = aws;
  }

  /** About a secret that AWS was asked for: "The secret NAME (SETTING) …". */
  static SecretFault of(SecretName secret, String what) {
    return new SecretFault("The secret %s %s.".formatted(secret, what), true);
  }

  /** AWS could not even be asked. */
  static SecretFault noAws(SecretName secret, String missing) {
    return new SecretFault(
        "the secret %s can't be asked for: %s".formatted(secret, missing), false);
  }

  /** False where this machine knows nothing of AWS, so that the other way may have been meant. */
  boolean awsWasAsked() {
    return aws;
  }

  String words() {
    return String.valueOf(getMessage());
  }
}
