package io.doula.family.web;

import io.doula.core.FieldErrors;
import io.doula.schedule.Facts;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code facts} of a forecast. Test results may be words ({@code positive}) or true and
 * false, numbers may be written as text: registers hand them over either way.
 */
final class ForecastFacts {
  private static final Set<String> NAMES =
      Set.of(
          "preterm",
          "birthWeightGrams",
          "hiv",
          "art",
          "immunologicallyStable",
          "clinicallyWell",
          "tbTest",
          "brand",
          "highRiskPneumococcal",
          "pregnant");

  private final Map<String, @Nullable Object> sent;
  private final FieldErrors errors = new FieldErrors();

  private ForecastFacts(Map<String, @Nullable Object> sent) {
    this.sent = sent;
  }

  /**
   * @throws io.doula.core.Invalid naming each fact that is unknown or can't be read
   */
  static Facts read(@Nullable Map<String, @Nullable Object> sent) {
    if (sent == null) {
      return Facts.none();
    }
    return new ForecastFacts(sent).read();
  }

  private Facts read() {
    sent.keySet().stream()
        .filter(name -> !NAMES.contains(name))
        .forEach(name -> errors.add("facts." + name, "is no known fact"));
    Boolean preterm = yesOrNo("preterm");
    Integer weight = grams();
    String hiv = result("hiv");
    Boolean art = yesOrNo("art");
    Boolean stable = yesOrNo("immunologicallyStable");
    Boolean well = yesOrNo("clinicallyWell");
    String tb = result("tbTest");
    String brand = text("brand");
    Boolean highRisk = yesOrNo("highRiskPneumococcal");
    Boolean pregnant = yesOrNo("pregnant");
    errors.throwIfAny();
    return new Facts(preterm, weight, hiv, art, stable, well, tb, brand, highRisk, pregnant);
  }

  private @Nullable Boolean yesOrNo(String name) {
    Object value = sent.get(name);
    if (value == null || value instanceof Boolean) {
      return (Boolean) value;
    }
    errors.add("facts." + name, "must be true or false");
    return null;
  }

  private @Nullable String result(String name) {
    if (sent.get(name) instanceof Boolean positive) {
      return positive ? "positive" : "negative";
    }
    return text(name);
  }

  private @Nullable String text(String name) {
    Object value = sent.get(name);
    if (value == null || value instanceof String) {
      return (String) value;
    }
    errors.add("facts." + name, "must be text");
    return null;
  }

  private @Nullable Integer grams() {
    Object value = sent.get("birthWeightGrams");
    if (value == null) {
      return null;
    }
    String digits = value instanceof Integer || value instanceof String ? value.toString() : "";
    if (!digits.matches("[1-9][0-9]{0,4}")) {
      errors.add("facts.birthWeightGrams", "must be a whole number of grams");
      return null;
    }
    return Integer.valueOf(digits);
  }
}
