package io.doula.core;

import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/**
 * What people write: any script, but nothing that a page, a file or the database could not show
 * again.
 */
public final class Texts {
  private Texts() {}

  /**
   * The text as it is kept: in Unicode's composed form (NFC), without white space around it; null
   * if nothing is left.
   */
  public static @Nullable String clean(@Nullable String text) {
    if (text == null || !isWhole(text)) {
      return text;
    }
    String clean = Normalizer.normalize(text, Normalizer.Form.NFC).strip();
    return clean.isEmpty() ? null : clean;
  }

  /**
   * What keeps a cleaned text from being kept, in words for a person; null when nothing does.
   *
   * @param longest in characters as Unicode counts them (code points)
   */
  public static @Nullable String fault(String text, int longest) {
    if (!isWhole(text)) {
      return "has half a character in it (a lone surrogate)";
    }
    if (text.codePoints().anyMatch(Texts::isControl)) {
      return "has a control character in it";
    }
    if (text.codePoints().noneMatch(Texts::isVisible)) {
      return "has nothing visible in it";
    }
    return text.codePointCount(0, text.length()) > longest
        ? "is longer than " + longest + " characters"
        : null;
  }

  /**
   * What somebody else sent, as the database can hold it: in place of NUL, and of half a character,
   * stands the sign of what can't be read (U+FFFD).
   */
  public static String storable(String text) {
    if (text.indexOf(0) < 0 && isWhole(text)) {
      return text;
    }
    return text.codePoints()
        .map(
            c ->
                c == 0 || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** Whether every surrogate of the text has its other half. */
  private static boolean isWhole(String text) {
    return text.codePoints()
        .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  private static boolean isControl(int c) {
    int type = Character.getType(c);
    return type == Character.CONTROL
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR
        || isDirectionOverride(c)
        || (c & 0xFFFE) == 0xFFFE;
  }

  /** They would turn round what stands after them on a page. */
  private static boolean isDirectionOverride(int c) {
    return c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069;
  }

  private static boolean isVisible(int c) {
    return !Character.isWhitespace(c)
        && !Character.isSpaceChar(c)
        && Character.getType(c) != Character.FORMAT;
  }
}
