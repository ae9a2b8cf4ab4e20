package io.doula.staff;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.crypto.password4j.Argon2Password4jPasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Passwords and their hashes: Argon2id with 19 MiB, 2 rounds, 1 lane, the floor of OWASP's Password
 * Storage Cheat Sheet. At most four are hashed at once, so that a crowd at the door can't take all
 * memory.
 */
@Component
class Passwords {
  private static final int MEMORY_KIB = 19 * 1024;

  /** Of a password nobody has, compared with where there is no account: that takes as long. */
  private static final String NOBODYS =
      "$argon2id$v=19$m=19456,t=2,p=1$rhV++FtupjhDwnvGWX6rzg$Cjflo5JPNrBPtYWEef4XmAX40n65rdigiumspCizh0U";

  /** A character outside the basic plane counts as one and is two here. */
  private static final int MAX_CHARS = 2 * PasswordRule.MAX_LENGTH;

  private static final int MADE_UP_LENGTH = 20;
  // no letters that look alike
  private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";

  private final PasswordEncoder encoder =
      new Argon2Password4jPasswordEncoder(
          Argon2Function.getInstance(MEMORY_KIB, 2, 1, 32, Argon2.ID));
  private final Semaphore atOnce = new Semaphore(4);
  private final SecureRandom random = new SecureRandom();

  String hash(String password) {
    String typed = sameOnEveryKeyboard(password);
    atOnce.acquireUninterruptibly();
    try {
      return encoder.encode(typed);
    } finally {
      atOnce.release();
    }
  }

  /** Whether the password fits; takes as long when there is no hash. */
  boolean fits(String password, @Nullable String hash) {
    boolean possible = hash != null && !password.isEmpty() && password.length() <= MAX_CHARS;
    // the encoder says no to an empty text without hashing it: that would be quicker
    String compared = possible ? sameOnEveryKeyboard(password) : "no password";
    atOnce.acquireUninterruptibly();
    try {
      return encoder.matches(compared, hash == null ? NOBODYS : hash) && possible;
    } finally {
      atOnce.release();
    }
  }

  /** 100 random bits, in groups that can be read aloud. */
  String madeUp() {
    return madeUp(MADE_UP_LENGTH);
  }

  /** So many letters and digits of 5 random bits each, in groups that can be read aloud. */
  String madeUp(int length) {
    StringBuilder password = new StringBuilder();
    for (int i = 0; i < length; i++) {
      password.append(i > 0 && i % 5 == 0 ? "-" : "");
      password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return password.toString();
  }

  /** One keyboard types é as one character, another as two (NIST SP 800-63B asks for this). */
  private static String sameOnEveryKeyboard(String password) {
    return Normalizer.normalize(password, Normalizer.Form.NFKC);
  }
}
