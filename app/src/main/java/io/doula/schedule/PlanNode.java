package io.doula.schedule;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One JSON object of a plan file. Every complaint names the place; no field is passed over. */
final class PlanNode {

  private final String place;
  private final JsonNode json;
  private final TreeSet<String> unread;

  PlanNode(String place, JsonNode json) {
    if (!json.isObject()) {
      throw new IllegalStateException(place + ": an object is wanted here");
    }
    this.place = place;
    this.json = json;
    this.unread = new TreeSet<>(json.propertyNames());
  }

  /** Reads the object and refuses what the reading left over. */
  <T> T read(Function<PlanNode, T> reading) {
    T value = reading.apply(this);
    unread.removeIf(field -> field.equals("about") || field.toLowerCase().endsWith("note"));
    if (!unread.isEmpty()) {
      throw fault(unread.first(), "is not known here");
    }
    return value;
  }

  IllegalStateException fault(String field, @Nullable String message) {
    return new IllegalStateException(place + ": " + field + " " + message);
  }

  boolean has(String field) {
    return json.has(field);
  }

  String text(String field) {
    String text = textOr(field, null);
    if (text == null) {
      throw fault(field, "is missing");
    }
    return text;
  }

  @Nullable String textOr(String field, @Nullable String other) {
    JsonNode value = take(field);
    if (value == null) {
      return other;
    }
    if (!value.isString() || value.stringValue().isBlank()) {
      throw fault(field, "must be text");
    }
    return value.stringValue();
  }

  int number(String field) {
    JsonNode value = take(field);
    if (value == null) {
      throw fault(field, "is missing");
    }
    if (!value.canConvertToInt() || !value.isIntegralNumber()) {
      throw fault(field, "must be a whole number");
    }
    return value.intValue();
  }

  boolean flag(String field) {
    JsonNode value = take(field);
    if (value == null) {
      return false;
    }
    if (!value.isBoolean()) {
      throw fault(field, "must be true or false");
    }
    return value.booleanValue();
  }

  @Nullable LocalDate date(String field) {
    String text = textOr(field, null);
    try {
      return text == null ? null : LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw fault(field, "must be a date like 2026-01-31");
    }
  }

  @Nullable Span span(String field) {
    String text = textOr(field, null);
    try {
      return text == null ? null : Span.parse(text);
    } catch (IllegalArgumentException e) {
      throw fault(field, e.getMessage());
    }
  }

  <E extends Enum<E>> E word(String field, Class<E> type, E other) {
    String word = textOr(field, null);
    try {
      return word == null ? other : Enum.valueOf(type, word.toUpperCase());
    } catch (IllegalArgumentException e) {
      throw fault(field, "cannot be " + word);
    }
  }

  List<String> texts(String field) {
    List<String> texts = new ArrayList<>();
    for (JsonNode value : array(field)) {
      if (!value.isString()) {
        throw fault(field, "must hold text only");
      }
      texts.add(value.stringValue());
    }
    return List.copyOf(texts);
  }

  /** The objects under a field, each read whole; none where the field is absent. */
  <T> List<T> list(String field, Function<PlanNode, T> reading) {
    List<T> values = new ArrayList<>();
    for (JsonNode value : array(field)) {
      String at = place + ", " + field + "[" + values.size() + "]";
      values.add(new PlanNode(value.has("code") ? at(field, value) : at, value).read(reading));
    }
    return List.copyOf(values);
  }

  private String at(String field, JsonNode value) {
    return place + ", " + field + " " + value.get("code").asString();
  }

  <T> @Nullable T one(String field, Function<PlanNode, T> reading) {
    JsonNode value = take(field);
    return value == null ? null : new PlanNode(place + ", " + field, value).read(reading);
  }

  /** Fields not read so far, as words. */
  Map<String, String> rest() {
    Map<String, String> rest = new LinkedHashMap<>();
    for (String field : List.copyOf(unread)) {
      JsonNode value = json.get(field);
      if (value.isContainer()) {
        throw fault(field, "must be a word");
      }
      rest.put(field, value.asString());
      unread.remove(field);
    }
    return Map.copyOf(rest);
  }

  /** Text values under a field as objects of that one field, so that both forms are read alike. */
  JsonNode array(String field) {
    JsonNode value = take(field);
    if (value == null) {
      return tools.jackson.databind.node.JsonNodeFactory.instance.arrayNode();
    }
    if (!value.isArray()) {
      throw fault(field, "must be a list");
    }
    return value;
  }

  private @Nullable JsonNode take(String field) {
    unread.remove(field);
    JsonNode value = json.get(field);
    return value == null || value.isNull() ? null : value;
  }
}
