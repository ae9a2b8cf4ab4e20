package io.doula.core;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Email addresses as HTML's email field takes them, with a dot in the domain and within RFC 5321's
 * lengths.
 */
public final class EmailAddress {
  private static final Pattern LOCAL =
      Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*");
  private static final Pattern DOMAIN =
      Pattern.compile("([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z0-9-]{2,63}");

  private EmailAddress() {}

  /** What keeps the text from being an address, in words for a person; null when it is one. */
  public static @Nullable String fault(String text) {
    int at = text.lastIndexOf('@');
    boolean sound =
        at > 0
            && at <= 64
            && text.length() <= 254
            && LOCAL.matcher(text.substring(0, at)).matches()
            && DOMAIN.matcher(text.substring(at + 1)).matches();
    return sound ? null : "is not an email address";
  }
}
