package io.doula.secrets;

import io.doula.core.CannotStart;
import io.doula.core.Seal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The application's one key, {@code DOULA_SECRET_KEY}: what was signed with it came from this
 * program.
 */
@Component
public class SecretKey implements Seal {
  private static final int MIN_LENGTH = 32;

  private final byte[] bytes;

  /**
   * @throws CannotStart when the key is missing or shorter than 32 characters
   */
  SecretKey(@Value("${DOULA_SECRET_KEY:}") String key) {
    if (key.length() < MIN_LENGTH) {
      throw new CannotStart(
          ("DOULA_SECRET_KEY is %s. Set it to a made-up text of at least 32 characters, and keep it:"
                  + " tokens signed with another key are worth nothing. One way to make one:"
                  + " openssl rand -base64 36")
              .formatted(key.isEmpty() ? "missing" : "too short"));
    }
    this.bytes = key.getBytes(StandardCharsets.UTF_8);
  }

  /** The key's bytes, at least 32: its characters in UTF-8, never decoded. */
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public byte[] seal(String purpose, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
      mac.update(purpose.getBytes(StandardCharsets.UTF_8));
      for (byte[] part : parts) {
        mac.update((byte) 0);
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }
}
