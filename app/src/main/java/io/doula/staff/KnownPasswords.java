package io.doula.staff;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import org.springframework.stereotype.Component;

/**
 * Passwords that were stolen somewhere and are tried first, from the list that {@code
 * passwords/SOURCE.md} names. It holds 4 bytes of a hash of each: one new password in 80,000 is
 * taken for a known one, and is refused for nothing.
 */
@Component
class KnownPasswords {
  private static final String LIST = "/passwords/known.bin";

  private final int[] hashes = read();

  /** Whether this very password is known, in whatever case. */
  boolean has(String password) {
    byte[] text = password.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
    return Arrays.binarySearch(hashes, ByteBuffer.wrap(sha256(text)).getInt()) >= 0;
  }

  int size() {
    return hashes.length;
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static int[] read() {
    try (InputStream list = KnownPasswords.class.getResourceAsStream(LIST);
        DataInputStream in = new DataInputStream(Objects.requireNonNull(list, LIST))) {
      byte[] bytes = in.readAllBytes();
      int[] hashes = new int[bytes.length / Integer.BYTES];
      ByteBuffer.wrap(bytes).asIntBuffer().get(hashes);
      return hashes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
