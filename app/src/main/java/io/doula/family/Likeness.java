package io.doula.family;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Whether two names can be one person's; pure. */
final class Likeness {
  /** Shorter words differ by a letter and are other names: Ali, Alia. */
  private static final int LONG_ENOUGH = 4;

  private Likeness() {}

  /**
   * Case, accents, signs and the order of words say nothing. One name may lack words of the other,
   * as long as it has two itself or is all the other has; a longer word may differ by one letter.
   */
  static boolean alike(String one, String other) {
    List<String> a = words(one);
    List<String> b = words(other);
    List<String> shorter = a.size() <= b.size() ? a : b;
    List<String> longer = shorter == a ? b : a;
    if (shorter.isEmpty() || (shorter.size() == 1 && longer.size() > 1)) {
      return false;
    }
    List<String> left = new ArrayList<>(longer);
    for (String word : shorter) {
      String match =
          left.stream()
              .filter(word::equals)
              .findFirst()
              .orElseGet(() -> left.stream().filter(w -> nearly(word, w)).findFirst().orElse(null));
      if (match == null) {
        return false;
      }
      left.remove(match);
    }
    return true;
  }

  private static List<String> words(String name) {
    String plain =
        Normalizer.normalize(name, Normalizer.Form.NFD)
            .replaceAll("[\\u0300-\\u036f]", "")
            .toLowerCase(Locale.ROOT);
    return Arrays.stream(plain.split("[\\s\\p{P}]+")).filter(w -> !w.isEmpty()).toList();
  }

  /** One letter more, fewer or other. */
  private static boolean nearly(String one, String other) {
    String shorter = one.length() <= other.length() ? one : other;
    String longer = shorter.equals(one) ? other : one;
    if (shorter.length() < LONG_ENOUGH || longer.length() - shorter.length() > 1) {
      return false;
    }
    int same = 0;
    while (same < shorter.length() && shorter.charAt(same) == longer.charAt(same)) {
      same++;
    }
    int rest = longer.length() == shorter.length() ? same + 1 : same;
    return rest >= shorter.length() || shorter.substring(rest).equals(longer.substring(same + 1));
  }
}
