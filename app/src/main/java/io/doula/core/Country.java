package io.doula.core;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Countries are named by ISO 3166-1 alpha-2: {@code KE}. */
public final class Country {
  private static final Set<String> KNOWN = Set.of(Locale.getISOCountries());

  private Country() {}

  /** What keeps the text from naming a country, in words for a person; null when it names one. */
  public static @Nullable String fault(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return "is missing";
    }
    return KNOWN.contains(text)
        ? null
        : "is an unknown country: write its two capital letters of ISO 3166-1, as KE";
  }
}
