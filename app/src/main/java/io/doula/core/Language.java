package io.doula.core;

import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Languages are named by BCP 47 tags: {@code sw}, {@code zu}, {@code fr-CD}. Any real language will
 * do; whether there are texts in it is another question.
 */
public final class Language {
  private static final Set<String> TWO_LETTERS = Set.of(Locale.getISOLanguages());
  private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());
  private static final int LONGEST = 35;

  private Language() {}

  /** What keeps the text from naming a language, in words for a person; null when it names one. */
  public static @Nullable String fault(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return "is missing";
    }
    Locale locale = read(text);
    return locale != null && isLanguage(locale.getLanguage()) && isPlace(locale.getCountry())
        ? null
        : "is an unknown language: write its BCP 47 tag, as en, sw or fr-CD";
  }

  /**
   * The tag in its usual spelling: {@code FR-cd} is {@code fr-CD}. Only for a text without fault.
   */
  public static String tag(String text) {
    return new Locale.Builder().setLanguageTag(text).build().toLanguageTag();
  }

  private static @Nullable Locale read(String text) {
    try {
      return text.length() > LONGEST ? null : new Locale.Builder().setLanguageTag(text).build();
    } catch (IllformedLocaleException e) {
      return null; // not of the form of a tag: refused like an unknown one
    }
  }

  /** ISO 639-1, and those of ISO 639-2 and -3 that Unicode's CLDR has a name for. */
  private static boolean isLanguage(String code) {
    return TWO_LETTERS.contains(code)
        || code.length() == 3
            && !code.equals("und")
            && !code.equals("zxx")
            && !Locale.forLanguageTag(code).getDisplayLanguage(Locale.ENGLISH).equals(code);
  }

  private static boolean isPlace(String region) {
    return region.isEmpty() || region.matches("[0-9]{3}") || COUNTRIES.contains(region);
  }
}
