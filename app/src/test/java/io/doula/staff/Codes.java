package io.doula.staff;

import java.nio.ByteBuffer;

/** An authenticator app, as far as tests need one. */
public final class Codes {
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private Codes() {}

  /** The code of this moment. */
  public static String now(String key, SignInClock clock) {
    return Totp.code(bytes(key), clock.now());
  }

  /** What the app makes of a key in base 32. */
  public static byte[] bytes(String key) {
    ByteBuffer bytes = ByteBuffer.allocate(key.length() * 5 / 8);
    int buffer = 0;
    int bits = 0;
    for (char c : key.toCharArray()) {
      buffer = buffer << 5 | ALPHABET.indexOf(c);
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        bytes.put((byte) (buffer >> bits));
        buffer &= (1 << bits) - 1;
      }
    }
    return bytes.array();
  }
}
