package io.doula.staff;

import io.doula.core.Seal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/**
 * Keeps the keys of second factors encrypted (AES-256-GCM under a key that comes from the
 * application's own): a copy of the database alone makes no codes. One that was moved to another
 * account doesn't open.
 */
@Component
class KeyBox {
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final Seal seal;
  private final SecureRandom random = new SecureRandom();

  KeyBox(Seal seal) {
    this.seal = seal;
  }

  byte[] close(byte[] key, long accountId) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] closed = cipher(Cipher.ENCRYPT_MODE, nonce, accountId).doFinal(key);
      return ByteBuffer.allocate(nonce.length + closed.length).put(nonce).put(closed).array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES-GCM", e);
    }
  }

  /** Empty when it was closed under another application key, or for another account. */
  Optional<byte[]> open(byte[] box, long accountId) {
    ByteBuffer in = ByteBuffer.wrap(box);
    byte[] nonce = new byte[NONCE_BYTES];
    in.get(nonce);
    byte[] closed = new byte[in.remaining()];
    in.get(closed);
    try {
      return Optional.of(cipher(Cipher.DECRYPT_MODE, nonce, accountId).doFinal(closed));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  private Cipher cipher(int mode, byte[] nonce, long accountId) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    byte[] key = seal.seal("key of second factors");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(Long.toString(accountId).getBytes(StandardCharsets.US_ASCII));
    return cipher;
  }
}
