package io.doula.message;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The texts of all languages. Built once; safe to share between threads. */
public final class Messages {
  /** The languages that have a bundle (BCP 47), English first. */
  public static final List<String> LANGUAGES = List.of("en", "fr", "hi", "sw", "zu");

  private final Map<String, Wording> wordings = new LinkedHashMap<>();

  /**
   * Reads every bundle.
   *
   * @throws IllegalStateException if a bundle is missing or unreadable
   */
  public Messages() {
    for (String language : LANGUAGES) {
      wordings.put(language, Wording.load(language));
    }
  }

  /**
   * Writes the message in the wanted language, else in the clinic's, else in English. A regional
   * tag ({@code fr-CD}) is served by its base language; an unknown or malformed one by the next.
   *
   * @param wanted the person's language (BCP 47), null when unknown
   * @param clinicLanguage the clinic's language (BCP 47), null when unknown
   */
  public Message render(
      MessageFacts facts, @Nullable String wanted, @Nullable String clinicLanguage) {
    return wordingFor(wanted, clinicLanguage).write(facts);
  }

  /** The templates of all kinds in all languages, as they stand now. */
  public List<Template> templates() {
    return Stream.of(MessageKind.values())
        .flatMap(kind -> wordings.values().stream().map(wording -> wording.template(kind)))
        .toList();
  }

  /**
   * A message about made-up people, to try a channel with; English for a language without texts.
   */
  public Message sample(MessageKind kind, String language) {
    return wordingFor(language).sample(kind);
  }

  private Wording wordingFor(@Nullable String... tags) {
    for (String tag : tags) {
      Wording wording = tag == null ? null : wordings.get(baseLanguage(tag));
      if (wording != null) {
        return wording;
      }
    }
    return Objects.requireNonNull(wordings.get(LANGUAGES.get(0)));
  }

  static String baseLanguage(String tag) {
    return Locale.forLanguageTag(tag.strip().replace('_', '-')).getLanguage();
  }
}
