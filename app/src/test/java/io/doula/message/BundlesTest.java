package io.doula.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class BundlesTest {
  static final List<String> TRANSLATIONS = Messages.LANGUAGES.subList(1, Messages.LANGUAGES.size());

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\w+}");

  /** Words that are spelt alike, each looked at by hand. */
  private static final Map<String, Set<String>> ALIKE =
      Map.of(
          "fr", Set.of("vaccine.BCG", "vaccine.Hib", "vaccine.HPV", "vaccine.Rota"),
          "hi", Set.of(),
          "sw", Set.of("vaccine.BCG", "vaccine.Hib", "vaccine.HPV", "vaccine.Malaria"),
          "zu", Set.of());

  private final Properties english = bundle("en");

  @ParameterizedTest
  @FieldSource("TRANSLATIONS")
  void everyBundleHasTheSameKeys(String language) {
    assertThat(new TreeSet<>(bundle(language).stringPropertyNames()))
        .isEqualTo(new TreeSet<>(english.stringPropertyNames()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BCG",
        "HepB",
        "bOPV",
        "IPV",
        "fIPV",
        "DTP",
        "Td",
        "Tdap",
        "Hib",
        "PCV",
        "Rota",
        "MCV",
        "MR",
        "LiveFlu",
        "YF",
        "MenA",
        "Malaria",
        "TCV",
        "JE",
        "HPV",
        "DTP+HepB+Hib",
        "DTP+HepB+Hib+IPV"
      })
  void everyVaccineOfThePlansHasAName(String code) {
    assertThat(english.getProperty("vaccine." + code)).isNotNull();
  }

  @ParameterizedTest
  @FieldSource("TRANSLATIONS")
  void everyTranslationHasThePlaceholdersOfTheEnglish(String language) {
    Properties bundle = bundle(language);
    for (String key : english.stringPropertyNames()) {
      if (!key.equals("date.first")) { // French writes "1er" for the number
        assertThat(placeholders(bundle.getProperty(key)))
            .as(key)
            .isEqualTo(placeholders(english.getProperty(key)));
      }
    }
  }

  @ParameterizedTest
  @FieldSource("TRANSLATIONS")
  void everyTextIsTranslated(String language) {
    Properties bundle = bundle(language);
    Set<String> untranslated =
        english.stringPropertyNames().stream()
            .filter(key -> hasWords(english.getProperty(key)))
            .filter(key -> english.getProperty(key).equalsIgnoreCase(bundle.getProperty(key)))
            .collect(Collectors.toSet());
    assertThat(untranslated).isEqualTo(ALIKE.get(language));
  }

  @ParameterizedTest
  @FieldSource("TRANSLATIONS")
  void noLineIsEmptyOrHalfATemplate(String language) {
    Properties bundle = bundle(language);
    for (String key : bundle.stringPropertyNames()) {
      String text = bundle.getProperty(key);
      assertThat(text).as(key).isNotBlank().isEqualTo(text.strip());
      assertThat(PLACEHOLDER.matcher(text).replaceAll("")).as(key).doesNotContain("{", "}");
    }
  }

  private static boolean hasWords(String text) {
    return PLACEHOLDER.matcher(text).replaceAll("").codePoints().anyMatch(Character::isLetter);
  }

  /** Without regard to case: {Sections} is {sections} at the start of a sentence. */
  private static Set<String> placeholders(String text) {
    return PLACEHOLDER
        .matcher(text)
        .results()
        .map(found -> found.group().toLowerCase(Locale.ROOT))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Properties bundle(String language) {
    return Wording.read("/messages/doula_" + language + ".properties");
  }
}
