package io.doula.family.web;

import io.doula.core.FieldErrors;
import io.doula.schedule.Facts;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

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

  private final JsonNode sent;
  private final FieldErrors errors = new FieldErrors();

  private ForecastFacts(JsonNode sent) {
    this.sent = sent;
  }

  /**
   * @throws io.doula.core.Invalid naming each fact that is unknown or can't be read
   */
  static Facts read(@Nullable JsonNode sent) {
    if (sent == null || sent.isNull()) {
      return Facts.none();
    }
    return new ForecastFacts(sent).read();
  }

  private Facts read() {
    errors.require(sent.isObject(), "facts", "must be an object").throwIfAny();
    sent.propertyNames().stream()
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

  private @Nullable JsonNode value(String name) {
    JsonNode value = sent.get(name);
    return value == null || value.isNull() ? null : value;
  }

  private @Nullable Boolean yesOrNo(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    if (!value.isBoolean()) {
      errors.add("facts." + name, "must be true or false");
      return null;
    }
    return value.booleanValue();
  }

  private @Nullable String result(String name) {
    JsonNode value = value(name);
    if (value != null && value.isBoolean()) {
      return value.booleanValue() ? "positive" : "negative";
    }
    return text(name);
  }

  private @Nullable String text(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    if (!value.isString()) {
      errors.add("facts." + name, "must be text");
      return null;
    }
    return value.stringValue();
  }

  private @Nullable Integer grams() {
    JsonNode value = value("birthWeightGrams");
    if (value == null) {
      return null;
    }
    String digits = value.isIntegralNumber() || value.isString() ? value.asString() : "";
    if (!digits.matches("[1-9][0-9]{0,4}")) {
      errors.add("facts.birthWeightGrams", "must be a whole number of grams");
      return null;
    }
    return Integer.valueOf(digits);
  }
}
