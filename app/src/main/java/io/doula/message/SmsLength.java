package io.doula.message;

import java.util.function.IntUnaryOperator;

/**
 * What a text costs as SMS, after 3GPP TS 23.038 (alphabets) and TS 23.040 (joined messages).
 *
 * @param encoding GSM_7 if every character is in the default alphabet or its extension, else UCS_2
 * @param units septets for GSM_7 (a character of the extension takes two), UTF-16 units for UCS_2
 * @param segments messages that are sent and paid, at least 1
 */
public record SmsLength(Encoding encoding, int units, int segments) {

  /** How the characters travel, and how much of them fits in one message. */
  public enum Encoding {
    GSM_7(160, 153),
    UCS_2(70, 67);

    private final int alone;
    private final int joined;

    Encoding(int alone, int joined) {
      this.alone = alone;
      this.joined = joined;
    }
  }

  private static final String BASIC =
      "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
          + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

  private static final String EXTENSION = "^{}\\[~]|€\f";

  /** Measures a text. */
  public static SmsLength of(String text) {
    boolean gsm = text.codePoints().allMatch(point -> septets(point) > 0);
    return gsm
        ? measure(text, Encoding.GSM_7, SmsLength::septets)
        : measure(text, Encoding.UCS_2, Character::charCount);
  }

  private static SmsLength measure(String text, Encoding encoding, IntUnaryOperator size) {
    int units = text.codePoints().map(size).sum();
    int segments = units <= encoding.alone ? 1 : joinedSegments(text, encoding.joined, size);
    return new SmsLength(encoding, units, segments);
  }

  /** A pair of units is never split: when only one place is left, the pair opens the next part. */
  private static int joinedSegments(String text, int room, IntUnaryOperator size) {
    int segments = 1;
    int used = 0;
    for (int point : text.codePoints().toArray()) {
      int needed = size.applyAsInt(point);
      if (used + needed > room) {
        segments++;
        used = 0;
      }
      used += needed;
    }
    return segments;
  }

  /** 1 or 2, or 0 for a character that GSM 7-bit does not have. */
  private static int septets(int point) {
    if (BASIC.indexOf(point) >= 0) {
      return 1;
    }
    return EXTENSION.indexOf(point) >= 0 ? 2 : 0;
  }
}
