package io.doula.secrets;

import io.doula.core.CannotStart;
import io.doula.core.Seal;
import io.doula.core.SettingsReadAgain;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * The application's one key, {@code DOULA_SECRET_KEY}: what was signed with it came from this
 * program.
 */
@Component
public class SecretKey implements Seal {
  static final String SETTING = "DOULA_SECRET_KEY";
  static final int MIN_LENGTH = 32;

  private static final Logger log = LoggerFactory.getLogger(SecretKey.class);

  private final @Nullable ConfigurableEnvironment environment;
  private volatile byte[] bytes;

  /**
   * @throws CannotStart when the key is missing or shorter than 32 characters
   */
  @Autowired
  SecretKey(ConfigurableEnvironment environment) {
    this.environment = environment;
    this.bytes = given(environment);
  }

  /**
   * @throws CannotStart when the key is missing or shorter than 32 characters
   */
  SecretKey(String key) {
    this.environment = null;
    this.bytes = checked(key);
  }

  /**
   * Looks without making anything.
   *
   * @throws CannotStart when the key is missing or too short, or its secret can't be used
   */
  public static void check(Environment environment) {
    given((ConfigurableEnvironment) environment);
  }

  private static byte[] given(ConfigurableEnvironment environment) {
    Secrets.of(environment)
        .keyFault()
        .ifPresent(
            fault -> {
              throw new CannotStart(fault);
            });
    return checked(Verbatim.text(environment, SETTING));
  }

  private static byte[] checked(@Nullable String key) {
    if (key == null || key.length() < MIN_LENGTH) {
      throw new CannotStart(
          ("DOULA_SECRET_KEY is %s. Set it to a made-up text of at least 32 characters, and keep it:"
                  + " tokens signed with another key are worth nothing. One way to make one:"
                  + " openssl rand -base64 36")
              .formatted(key == null || key.isEmpty() ? "missing" : "too short"));
    }
    return key.getBytes(StandardCharsets.UTF_8);
  }

  @EventListener
  void readAgain(SettingsReadAgain settings) {
    ConfigurableEnvironment kept = environment;
    if (kept == null) {
      return;
    }
    try {
      bytes = given(kept);
    } catch (CannotStart e) {
      log.warn("the key stays as it was: {}", e.getMessage());
    }
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
