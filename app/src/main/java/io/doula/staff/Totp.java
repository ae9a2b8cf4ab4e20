package io.doula.staff;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Time-based one-time passwords after RFC 6238 as authenticator apps make them: HMAC-SHA-1, steps
 * of 30 seconds, 6 digits.
 */
final class Totp {
  static final int KEY_BYTES = 20;

  private static final int STEP_SECONDS = 30;
  private static final int DIGITS = 1_000_000;

  /** Clocks of phones differ, and typing takes a while: one step either way. */
  private static final int WINDOW = 1;

  private static final int NONE = -1;

  private Totp() {}

  /**
   * The time step whose code this is, near the instant; -1 when it is none of them.
   *
   * @param code six digits
   */
  static long step(byte[] key, String code, Instant now) {
    long current = now.getEpochSecond() / STEP_SECONDS;
    long found = NONE;
    for (long step = current - WINDOW; step <= current + WINDOW; step++) {
      if (code(key, step).equals(code)) {
        found = step;
      }
    }
    return found;
  }

  static String code(byte[] key, Instant at) {
    return code(key, at.getEpochSecond() / STEP_SECONDS);
  }

  /** RFC 4226, section 5.3. */
  private static String code(byte[] key, long step) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(key, "HmacSHA1"));
      byte[] hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
      int offset = hash[hash.length - 1] & 0xf;
      int number = ByteBuffer.wrap(hash).getInt(offset) & 0x7fffffff;
      return "%06d".formatted(number % DIGITS);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA1", e);
    }
  }
}
