package io.doula.functions.browser;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What an authenticator app shows, by RFC 6238. */
final class OneTimeCode {
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private OneTimeCode() {}

  /**
   * @param key as a page shows it, in groups or not
   */
  static String at(Instant moment, String key) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(bytes(key), "HmacSHA1"));
    byte[] step = ByteBuffer.allocate(Long.BYTES).putLong(moment.getEpochSecond() / 30).array();
    byte[] hash = mac.doFinal(step);
    int from = hash[hash.length - 1] & 0xf;
    int number = ByteBuffer.wrap(hash, from, Integer.BYTES).getInt() & 0x7fffffff;
    return "%06d".formatted(number % 1_000_000);
  }

  private static byte[] bytes(String key) {
    String letters = key.replaceAll("[^A-Z2-7]", "");
    ByteBuffer bytes = ByteBuffer.allocate(letters.length() * 5 / 8);
    int held = 0;
    int bits = 0;
    for (char letter : letters.toCharArray()) {
      held = (held << 5 | BASE32.indexOf(letter)) & 0xfff;
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        bytes.put((byte) (held >> bits));
      }
    }
    return bytes.array();
  }
}
