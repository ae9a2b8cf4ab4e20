package io.doula.functions.gateway;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Content-Type in its two parts.
 *
 * @param type with all parameters but the charset
 */
record ContentType(String type, @Nullable String charset) {
  private static final Pattern CHARSET =
      Pattern.compile("\\s*;\\s*charset\\s*=\\s*\"?([^\\s;\"]+)\"?", Pattern.CASE_INSENSITIVE);

  static ContentType read(String text) {
    Matcher charset = CHARSET.matcher(text);
    return charset.find()
        ? new ContentType(charset.replaceFirst(""), charset.group(1))
        : new ContentType(text, null);
  }
}
