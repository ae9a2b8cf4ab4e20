package io.doula.testing;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Holds a value against a schema of the description: as much of JSON Schema as that uses. An object
 * may have no field that its schema does not tell of.
 */
final class SchemaCheck {
  private final JsonNode description;
  private final List<String> faults = new ArrayList<>();

  private SchemaCheck(JsonNode description) {
    this.description = description;
  }

  /** Where the value is not as the schema says, and why; empty when it is. */
  static List<String> faults(JsonNode description, JsonNode schema, JsonNode value) {
    SchemaCheck check = new SchemaCheck(description);
    check.check("", schema, value);
    return check.faults;
  }

  private void check(String at, JsonNode schema, JsonNode value) {
    if (schema.has("$ref")) {
      check(at, description.at(schema.path("$ref").asString().substring(1)), value);
      return;
    }
    for (String any : List.of("anyOf", "oneOf")) {
      if (schema.has(any)) {
        long fit = schema.path(any).valueStream().filter(one -> fits(one, value)).count();
        require(at, fit == 1 || fit > 1 && any.equals("anyOf"), "fits " + fit + " of " + any);
      }
    }
    require(at, !schema.has("not") || !fits(schema.path("not"), value), "is what it must not be");
    if (schema.has("type") && !hasType(schema.path("type"), value)) {
      faults.add(at + " is " + value.getNodeType() + ", not " + schema.path("type"));
      return;
    }
    require(
        at,
        !schema.has("enum") || schema.path("enum").valueStream().anyMatch(value::equals),
        "is none of the enum");
    if (value.isString()) {
      text(at, schema, value.asString());
    } else if (value.isNumber()) {
      double number = value.asDouble();
      require(at, number >= schema.path("minimum").asDouble(number), "is below the minimum");
      require(at, number <= schema.path("maximum").asDouble(number), "is above the maximum");
    } else if (value.isArray()) {
      list(at, schema, value);
    } else if (value.isObject()) {
      object(at, schema, value);
    }
  }

  private boolean fits(JsonNode schema, JsonNode value) {
    SchemaCheck check = new SchemaCheck(description);
    check.check("", schema, value);
    return check.faults.isEmpty();
  }

  private static boolean hasType(JsonNode type, JsonNode value) {
    if (type.isArray()) {
      return type.valueStream().anyMatch(one -> hasType(one, value));
    }
    return switch (type.asString()) {
      case "null" -> value.isNull();
      case "string" -> value.isString();
      case "boolean" -> value.isBoolean();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "array" -> value.isArray();
      case "object" -> value.isObject();
      default -> false;
    };
  }

  private void text(String at, JsonNode schema, String text) {
    int length = text.codePointCount(0, text.length());
    require(at, length <= schema.path("maxLength").asInt(length), "is too long");
    require(at, length >= schema.path("minLength").asInt(length), "is too short");
    String pattern = schema.path("pattern").asString("");
    require(at, pattern.isEmpty() || text.matches(pattern), "does not match the pattern");
    try {
      switch (schema.path("format").asString("")) {
        case "date" -> LocalDate.parse(text);
        case "date-time" -> Instant.parse(text);
        case "time", "time-local" -> LocalTime.parse(text);
        default -> {
          // a format of numbers, or none
        }
      }
    } catch (DateTimeException e) {
      faults.add(at + " is no " + schema.path("format").asString());
    }
  }

  private void list(String at, JsonNode schema, JsonNode list) {
    require(at, list.size() <= schema.path("maxItems").asInt(list.size()), "has too many items");
    require(at, list.size() >= schema.path("minItems").asInt(0), "has too few items");
    require(
        at,
        !schema.path("uniqueItems").asBoolean(false)
            || new HashSet<>(list.valueStream().toList()).size() == list.size(),
        "has an item twice");
    for (int i = 0; schema.has("items") && i < list.size(); i++) {
      check(at + "[" + i + "]", schema.path("items"), list.get(i));
    }
  }

  private void object(String at, JsonNode schema, JsonNode object) {
    for (JsonNode required : schema.path("required").values()) {
      require(at, object.has(required.asString()), "lacks " + required.asString());
    }
    if (!schema.has("properties") && !schema.has("additionalProperties")) {
      return;
    }
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      JsonNode known = schema.path("properties").path(field.getKey());
      JsonNode others = schema.path("additionalProperties");
      if (known.isObject()) {
        check(at + "." + field.getKey(), known, field.getValue());
      } else if (others.isObject()) {
        check(at + "." + field.getKey(), others, field.getValue());
      } else {
        require(at, !schema.has("type"), "has " + field.getKey() + ", of which nothing is said");
      }
    }
  }

  private void require(String at, boolean holds, String fault) {
    if (!holds) {
      faults.add(at + " " + fault);
    }
  }
}
