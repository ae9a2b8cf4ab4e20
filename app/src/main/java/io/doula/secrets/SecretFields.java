package io.doula.secrets;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What stands in a secret: a JSON object of texts and numbers. */
final class SecretFields {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final SecretName secret;
  private final JsonNode json;

  private SecretFields(SecretName secret, JsonNode json) {
    this.secret = secret;
    this.json = json;
  }

  /**
   * @throws SecretFault when the text is no JSON object
   */
  static SecretFields of(SecretName secret, String text) {
    JsonNode json;
    try {
      json = JSON.readTree(text);
    } catch (JacksonException quotesWhatItRead) {
      throw SecretFault.of(secret, "is not JSON");
    }
    if (json == null || !json.isObject()) {
      throw SecretFault.of(secret, "is no JSON object: it must be {\"name\": \"value\", …}");
    }
    return new SecretFields(secret, json);
  }

  Set<String> names() {
    return new TreeSet<>(json.propertyNames());
  }

  /**
   * @throws SecretFault naming all fields that are not there or empty
   */
  void require(List<String> fields, String hint) {
    List<String> missing = new ArrayList<>(fields);
    missing.removeIf(field -> !textOf(json.path(field)).isEmpty());
    if (!missing.isEmpty()) {
      throw fault("lacks " + String.join(", ", missing) + hint);
    }
  }

  /** A field's text; a number or truth value as it is written. */
  String text(String field) {
    JsonNode value = json.path(field);
    if (!value.isString() && !value.isNumber() && !value.isBoolean()) {
      throw fault("has a %s that is no text".formatted(field));
    }
    return textOf(value);
  }

  SecretFault fault(String what) {
    return SecretFault.of(secret, what);
  }

  private static String textOf(JsonNode value) {
    if (value.isContainer()) {
      return value.toString();
    }
    return value.isNull() || value.isMissingNode() ? "" : value.asString();
  }
}
