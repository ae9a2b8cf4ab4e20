package io.doula.core;

/** Marks what came from this program, so that it can be known again when it comes back. */
@FunctionalInterface
public interface Seal {
  /**
   * HMAC-SHA-256 over the parts under the application's key.
   *
   * @param purpose keeps seals of one use from being taken for another's
   */
  byte[] seal(String purpose, byte[]... parts);
}
