package io.doula.message;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names as they may stand in a message: one line, no invisible tricks, not too long. */
public final class Names {
  static final int LONGEST_NAME = 40;
  static final int LONGEST_CLINIC = 60;

  /** Marks can pile up without end on one letter, so a letter has room for this many chars. */
  private static final int CHARS_PER_LETTER = 4;

  private static final int JOINER = 0x200D;
  private static final int NON_JOINER = 0x200C;

  private static final Pattern GRAPHEME = Pattern.compile("\\X");
  private static final Pattern INITIAL = Pattern.compile("\\p{IsLatin}\\p{M}*\\.?");

  private static final Set<String> TITLES =
      Set.of("mr", "mrs", "ms", "miss", "dr", "prof", "mme", "mlle", "madame", "smt", "श्रीमती");

  private Names() {}

  /**
   * How to greet a person: the first word of the full name that is neither a title nor an initial,
   * or the first word if all are.
   *
   * @return cleaned and cut to 40 graphemes; empty if the name has no visible character
   */
  public static String first(String fullName) {
    String[] words = clean(fullName).split(" ");
    for (String word : words) {
      if (!isTitle(word) && !INITIAL.matcher(word).matches()) {
        return cut(word, LONGEST_NAME);
      }
    }
    return cut(words[0], LONGEST_NAME);
  }

  private static boolean isTitle(String word) {
    String bare = word.endsWith(".") ? word.substring(0, word.length() - 1) : word;
    return TITLES.contains(bare.toLowerCase(Locale.ROOT));
  }

  /**
   * The text on one line: line breaks, controls and runs of spaces become one space; direction
   * marks, other invisible characters and halves of surrogate pairs go. The joiners stay, because
   * Indic and Arabic spelling needs them.
   */
  static String clean(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .map(Names::visibleOrSpace)
        .filter(point -> point >= 0)
        .forEach(
            point -> {
              boolean afterSpace = clean.isEmpty() || clean.charAt(clean.length() - 1) == ' ';
              if (point != ' ' || !afterSpace) {
                clean.appendCodePoint(point);
              }
            });
    String result = clean.toString().strip();
    return result.codePoints().allMatch(p -> p == JOINER || p == NON_JOINER) ? "" : result;
  }

  private static int visibleOrSpace(int point) {
    if (Character.isWhitespace(point)
        || Character.isSpaceChar(point)
        || Character.getType(point) == Character.CONTROL) {
      return ' ';
    }
    return switch (point) {
      case JOINER, NON_JOINER -> point;
      // One typographic mark would turn the whole SMS into UCS-2, at more than twice the price.
      case '‘', '’', 'ʼ' -> '\'';
      case '“', '”' -> '"';
      case '–', '—', '‑' -> '-';
      default -> isInvisible(point) ? -1 : point;
    };
  }

  private static boolean isInvisible(int point) {
    int type = Character.getType(point);
    return type == Character.FORMAT || type == Character.SURROGATE;
  }

  /**
   * At most so many graphemes (what a reader sees as one character) from the start, never half of
   * one, except where a single one is endless.
   */
  static String cut(String text, int graphemes) {
    int limit = graphemes * CHARS_PER_LETTER;
    Matcher grapheme = GRAPHEME.matcher(text);
    int end = 0;
    for (int count = 0; count < graphemes && grapheme.find(); count++) {
      if (grapheme.end() > limit) {
        return end > 0 ? text.substring(0, end) : cutInside(text, limit);
      }
      end = grapheme.end();
    }
    return text.substring(0, end).stripTrailing();
  }

  private static String cutInside(String text, int limit) {
    boolean splitsPair = Character.isHighSurrogate(text.charAt(limit - 1));
    return text.substring(0, splitsPair ? limit - 1 : limit);
  }
}
