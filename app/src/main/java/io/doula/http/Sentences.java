package io.doula.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * What the program says in English (why a date is what it is, what is refused), said again in the
 * language of a page. {@code sentences.txt} lists the English ones, with holes for what differs;
 * {@code sentences_fr.txt} and its like have below each the translation. What no line fits stays
 * English.
 */
@Component
public class Sentences {
  /** Between two sentences of one text. */
  private static final Pattern BETWEEN = Pattern.compile("(?<=[.!?]) (?=\\p{Lu})");

  private final List<Sentence> english = read("sentences.txt").stream().map(Sentence::of).toList();
  private final Map<String, List<Sentence>> byBeginning = byBeginning(english);
  private final Map<String, Map<String, String>> translations = new HashMap<>();

  Sentences() {
    for (Locale language : PageLanguage.ALL) {
      if (!language.equals(Locale.ENGLISH)) {
        translations.put(language.getLanguage(), translated(language));
      }
    }
  }

  /**
   * The text in the page's language, begun with a capital letter.
   *
   * @param text English: one or more sentences, or part of one
   */
  public String said(String text, Say say) {
    String said =
        BETWEEN
            .splitAsStream(text)
            .map(sentence -> one(sentence, say))
            .collect(Collectors.joining(" "));
    return said.isEmpty()
        ? said
        : said.substring(0, 1).toUpperCase(say.locale()) + said.substring(1);
  }

  /** Whether there is a line for all of it, in any case of what fills its holes. */
  boolean knows(String sentence) {
    return candidates(sentence).stream().anyMatch(known -> known.fits(sentence));
  }

  /** English sentences, as they are listed. */
  List<String> listed() {
    return english.stream().map(Sentence::text).toList();
  }

  private String one(String text, Say say) {
    for (Sentence sentence : candidates(text)) {
      Optional<Map<String, String>> filled = sentence.holes(text);
      if (filled.isPresent()) {
        Map<String, String> into = translations.get(say.locale().getLanguage());
        String form =
            into == null ? sentence.text() : into.getOrDefault(sentence.text(), sentence.text());
        return Sentence.fill(form, filled.get(), (hole, value) -> filling(hole, value, say));
      }
    }
    return text;
  }

  private String filling(String hole, String value, Say say) {
    return switch (Sentence.kind(hole)) {
      case "date" -> say.isoDay(value);
      case "words" -> one(value, say);
      default -> value;
    };
  }

  private List<Sentence> candidates(String text) {
    List<Sentence> candidates =
        new ArrayList<>(byBeginning.getOrDefault(beginning(text), List.of()));
    candidates.addAll(byBeginning.getOrDefault("", List.of()));
    return candidates;
  }

  /** Those that say most themselves come first: "{words} dose {n}: …" before "{words}: …". */
  private static Map<String, List<Sentence>> byBeginning(List<Sentence> sentences) {
    return sentences.stream()
        .sorted(Comparator.comparingInt(Sentence::ownLength).reversed())
        .collect(Collectors.groupingBy(s -> beginning(s.text())));
  }

  /** The first word; empty where the sentence may begin with anything. */
  private static String beginning(String text) {
    int end = text.indexOf(' ');
    String word = end < 0 ? text : text.substring(0, end);
    return word.contains("{") ? "" : word;
  }

  private static Map<String, String> translated(Locale language) {
    Map<String, String> translated = new HashMap<>();
    String english = "";
    for (String line : read("sentences_" + language.getLanguage() + ".txt")) {
      if (line.startsWith("= ")) {
        translated.put(english, line.substring(2));
      } else {
        english = line;
      }
    }
    return Map.copyOf(translated);
  }

  /** The lines of a list, without comments and empty ones. */
  static List<String> read(String file) {
    try (InputStream in = Sentences.class.getResourceAsStream("/" + file)) {
      if (in == null) {
        return List.of();
      }
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
