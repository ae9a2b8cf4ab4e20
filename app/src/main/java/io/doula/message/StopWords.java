package io.doula.message;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The words that stop and start messages, in every message language at once: a person may answer in
 * another language than she reads. Built once; safe to share between threads.
 */
public final class StopWords {
  private static final int WORDS_AFTER_STOP = 3;

  /** Accents of Latin letters only: Devanagari writes its vowels as marks. */
  private static final Pattern ACCENTS = Pattern.compile("[\\u0300-\\u036F]+");

  private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cf}\\uFE00-\\uFE0F]+");
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

  private final Map<String, Reply> replies = new HashMap<>();
  private final Set<String> openings;
  private final Map<String, Set<String>> harmless = new HashMap<>();

  /**
   * Reads the words.
   *
   * @throws IllegalStateException if they are missing or unreadable
   */
  public StopWords() {
    Properties words = Wording.read("/messages/replies.properties");
    openings = Set.copyOf(list(words, "stop.opening"));
    for (String language : Messages.LANGUAGES) {
      list(words, "stop." + language).forEach(word -> replies.put(word, Reply.STOP));
      list(words, "start." + language).forEach(word -> replies.put(word, Reply.START));
      harmless.put(language, Set.copyOf(list(words, "harmless." + language)));
    }
  }

  private static List<String> list(Properties words, String key) {
    return Arrays.stream(words.getProperty(key, "").split(","))
        .map(StopWords::plain)
        .filter(word -> !word.isEmpty())
        .toList();
  }

  /**
   * What an answer asks for, in whatever message language.
   *
   * @param text the whole answer as it came in
   * @return empty for anything else than a stop or start word
   */
  public Optional<Reply> read(String text) {
    return read(text, null);
  }

  /**
   * What the answer of somebody who reads this language asks for. A word of another language that
   * is an everyday word in hers is none.
   *
   * @param text the whole answer as it came in
   * @param language her language (BCP 47), null when unknown
   */
  public Optional<Reply> read(String text, @Nullable String language) {
    String plain = plain(text);
    if (language != null
        && harmless.getOrDefault(Messages.baseLanguage(language), Set.of()).contains(plain)) {
      return Optional.empty();
    }
    Reply reply = replies.get(plain);
    return reply == null && opensWithStop(plain)
        ? Optional.of(Reply.STOP)
        : Optional.ofNullable(reply);
  }

  private boolean opensWithStop(String plain) {
    String[] words = plain.split(" ");
    return words.length <= 1 + WORDS_AFTER_STOP && openings.contains(words[0]);
  }

  /** Lower case, no accents, one space between words; full-width letters become ordinary ones. */
  private static String plain(String text) {
    String apart = Normalizer.normalize(text, Normalizer.Form.NFKD);
    String visible = INVISIBLE.matcher(apart).replaceAll("");
    String bare = ACCENTS.matcher(visible).replaceAll("");
    return BETWEEN_WORDS.matcher(bare.toLowerCase(Locale.ROOT)).replaceAll(" ").strip();
  }
}
