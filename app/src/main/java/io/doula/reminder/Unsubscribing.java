package io.doula.reminder;

import io.doula.core.NotFound;
import io.doula.core.Seal;
import io.doula.family.Mothers;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The way out of messages without a reply or a login: a link that names a mother under the
 * program's seal. It holds no phone and no name, and stays good for as long as the application's
 * key does.
 */
@Component
public class Unsubscribing {
  private static final String PURPOSE = "unsubscribe";
  private static final int SEAL_BYTES = 16;

  private final Seal seal;
  private final Mothers mothers;
  private final String publicUrl;

  Unsubscribing(
      Seal seal,
      Mothers mothers,
      @Value("${DOULA_PUBLIC_URL:http://127.0.0.1:${SERVER_PORT:8080}}") String publicUrl) {
    this.seal = seal;
    this.mothers = mothers;
    this.publicUrl = publicUrl.replaceAll("/+$", "");
  }

  /** The address to put into a mail: {@code https://…/unsubscribe/TOKEN}. */
  String link(long motherId) {
    return publicUrl + "/unsubscribe/" + token(motherId);
  }

  String token(long motherId) {
    byte[] id = ByteBuffer.allocate(Long.BYTES).putLong(motherId).array();
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(
            ByteBuffer.allocate(Long.BYTES + SEAL_BYTES)
                .put(id)
                .put(seal.seal(PURPOSE, id), 0, SEAL_BYTES)
                .array());
  }

  /**
   * Holds a token against the seal.
   *
   * @return the mother's id
   * @throws NotFound when it is none of ours
   */
  public long read(String token) {
    byte[] bytes = decoded(token);
    if (bytes.length == Long.BYTES + SEAL_BYTES) {
      byte[] id = Arrays.copyOf(bytes, Long.BYTES);
      byte[] sealed = Arrays.copyOf(seal.seal(PURPOSE, id), SEAL_BYTES);
      if (MessageDigest.isEqual(sealed, Arrays.copyOfRange(bytes, Long.BYTES, bytes.length))) {
        return ByteBuffer.wrap(id).getLong();
      }
    }
    throw new NotFound("link");
  }

  /** Ends her messages; again: nothing changes. */
  public void stop(String token, Instant now) {
    mothers.optOutByHer(read(token), now);
  }

  private static byte[] decoded(String token) {
    try {
      return Base64.getUrlDecoder().decode(token);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }
}
