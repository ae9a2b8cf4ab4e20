package io.doula.message;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A text of a bundle, taken apart into its fixed words and what is filled in between. Placeholders
 * without a word between them are one place, because WhatsApp refuses templates whose places stand
 * side by side.
 *
 * @param fixed the words before, between and after the places: one more than there are places
 * @param filled the places, as the bundle writes them: {@code {date} {sections}}
 */
record Places(List<String> fixed, List<String> filled) {
  private static final Pattern PLACE =
      Pattern.compile("\\{\\w+}(?:[^\\p{L}\\p{M}\\p{N}{}]*\\{\\w+})*");

  static Places in(String text) {
    List<String> fixed = new ArrayList<>();
    List<String> filled = new ArrayList<>();
    Matcher place = PLACE.matcher(text);
    int end = 0;
    while (place.find()) {
      fixed.add(text.substring(end, place.start()));
      filled.add(place.group());
      end = place.end();
    }
    fixed.add(text.substring(end));
    return new Places(List.copyOf(fixed), List.copyOf(filled));
  }

  /** The body of a template. */
  String body() {
    return with(
        IntStream.rangeClosed(1, filled.size()).mapToObj(number -> "{{" + number + "}}").toList());
  }

  /** What goes into each place. */
  List<String> parameters(UnaryOperator<String> fill) {
    return filled.stream().map(fill).toList();
  }

  /** The whole text. */
  String with(List<String> parameters) {
    StringBuilder text = new StringBuilder(fixed.get(0));
    for (int i = 0; i < parameters.size(); i++) {
      text.append(parameters.get(i)).append(fixed.get(i + 1));
    }
    return text.toString();
  }
}
