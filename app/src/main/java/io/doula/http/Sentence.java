package io.doula.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An English sentence with holes: {@code {date}} an ISO date, {@code {n}} a number, {@code {words}}
 * a part that is a sentence of its own, {@code {name}} what is the same in every language. A second
 * one of a kind has a number: {@code {date2}}.
 */
record Sentence(String text, Pattern pattern, List<String> holes) {
  private static final Pattern HOLE = Pattern.compile("\\{([a-z]+[0-9]?)}");

  /** What stands in a hole when a sentence is looked for and not said. */
  static final char ANYTHING = '\u0001';

  static Sentence of(String text) {
    StringBuilder pattern = new StringBuilder();
    List<String> holes = new ArrayList<>();
    Matcher hole = HOLE.matcher(text);
    int end = 0;
    while (hole.find()) {
      pattern.append(Pattern.quote(text.substring(end, hole.start())));
      pattern
          .append('(')
          .append(form(kind(hole.group(1))))
          .append('|')
          .append(ANYTHING)
          .append(')');
      holes.add(hole.group(1));
      end = hole.end();
    }
    pattern.append(Pattern.quote(text.substring(end)));
    return new Sentence(text, Pattern.compile(pattern.toString()), List.copyOf(holes));
  }

  /** How many characters are the sentence's own. */
  int ownLength() {
    return HOLE.matcher(text).replaceAll("").length();
  }

  boolean fits(String said) {
    return pattern.matcher(said).matches();
  }

  /** What fills the holes of this sentence in a text; empty when the text is another sentence. */
  Optional<Map<String, String>> holes(String said) {
    Matcher fit = pattern.matcher(said);
    if (!fit.matches()) {
      return Optional.empty();
    }
    Map<String, String> filled = new LinkedHashMap<>();
    for (int i = 0; i < holes.size(); i++) {
      filled.put(holes.get(i), fit.group(i + 1));
    }
    return Optional.of(filled);
  }

  /** The form with its holes filled, each as it is said. */
  static String fill(String form, Map<String, String> filled, BinaryOperator<String> said) {
    return HOLE.matcher(form)
        .replaceAll(
            hole ->
                Matcher.quoteReplacement(
                    said.apply(hole.group(1), filled.getOrDefault(hole.group(1), ""))));
  }

  /** The holes of a form, in any order. */
  static List<String> holesOf(String form) {
    return HOLE.matcher(form).results().map(hole -> hole.group(1)).sorted().toList();
  }

  /** date, n, words or name. */
  static String kind(String hole) {
    return hole.replaceAll("[0-9]$", "");
  }

  private static String form(String kind) {
    return switch (kind) {
      case "date" -> "\\d{4}-\\d{2}-\\d{2}";
      case "n" -> "\\d+";
      default -> ".+?";
    };
  }
}
