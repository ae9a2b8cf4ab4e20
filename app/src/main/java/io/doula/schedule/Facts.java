package io.doula.schedule;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a person beyond her birth date; null is unknown.
 *
 * @param hiv {@code positive}, {@code negative} or {@code unknown}
 * @param tbTest the same words
 * @param brand the product of doses whose own product is not recorded
 */
public record Facts(
    @Nullable Boolean preterm,
    @Nullable Integer birthWeightGrams,
    @Nullable String hiv,
    @Nullable Boolean art,
    @Nullable Boolean immunologicallyStable,
    @Nullable Boolean clinicallyWell,
    @Nullable String tbTest,
    @Nullable String brand,
    @Nullable Boolean highRiskPneumococcal,
    @Nullable Boolean pregnant) {

  static final String UNKNOWN = "unknown";

  /** The facts that a plan's conditions may ask about. */
  static final Set<String> NAMES =
      Set.of(
          "preterm",
          "birthWeightGrams",
          "hiv",
          "art",
          "immunologicallyStable",
          "clinicallyWell",
          "tbTest",
          "highRiskPneumococcal",
          "pregnant");

  private static final List<String> RESULTS = List.of("positive", "negative", UNKNOWN);

  /**
   * @throws ForecastRefused when {@code hiv} or {@code tbTest} is another word, or the weight is
   *     not above zero
   */
  public Facts {
    hiv = result("facts.hiv", hiv);
    tbTest = result("facts.tbTest", tbTest);
    if (birthWeightGrams != null && birthWeightGrams <= 0) {
      throw new ForecastRefused("facts.birthWeightGrams", "must be above zero");
    }
  }

  /** Nothing is known. */
  public static Facts none() {
    return new Facts(null, null, null, null, null, null, null, null, null, null);
  }

  /** What a birth record tells. */
  public static Facts ofBirth(@Nullable Boolean preterm, @Nullable Integer birthWeightGrams) {
    return new Facts(preterm, birthWeightGrams, null, null, null, null, null, null, null, null);
  }

  private static @Nullable String result(String field, @Nullable String value) {
    if (value == null) {
      return null;
    }
    String word = value.toLowerCase(Locale.ROOT);
    if (!RESULTS.contains(word)) {
      throw new ForecastRefused(field, "must be positive, negative or unknown");
    }
    return word;
  }

  /** The fact as a word: {@code true}, {@code positive}, {@code 1800}, or {@code unknown}. */
  String word(String name) {
    Object value =
        switch (name) {
          case "preterm" -> preterm;
          case "birthWeightGrams" -> birthWeightGrams;
          case "hiv" -> hiv;
          case "art" -> art;
          case "immunologicallyStable" -> immunologicallyStable;
          case "clinicallyWell" -> clinicallyWell;
          case "tbTest" -> tbTest;
          case "highRiskPneumococcal" -> highRiskPneumococcal;
          case "pregnant" -> pregnant;
          default -> throw new IllegalArgumentException("no such fact: " + name);
        };
    return value == null ? UNKNOWN : value.toString();
  }
}
