package io.doula.http;

import io.doula.core.FieldError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/**
 * A page's form: what stands in its fields, and what was found wrong with each. Templates read it
 * as {@code form}; the fragments of form.html show a field with its error beside it.
 */
public final class Typed {
  private final MultiValueMap<String, String> values;
  private final List<FieldError> errors;
  private final @Nullable String refusal;

  private Typed(
      MultiValueMap<String, String> values, List<FieldError> errors, @Nullable String refusal) {
    this.values = values;
    this.errors = List.copyOf(errors);
    this.refusal = refusal;
  }

  /** An empty form. */
  public static Typed nothing() {
    return of(new LinkedMultiValueMap<>());
  }

  /** What was sent, nothing looked at yet. */
  public static Typed of(MultiValueMap<String, String> sent) {
    return new Typed(new LinkedMultiValueMap<>(sent), List.of(), null);
  }

  /** A form that shows what is recorded; what is null stays empty. */
  public static Typed recorded(Map<String, ? extends @Nullable Object> recorded) {
    MultiValueMap<String, String> values = new LinkedMultiValueMap<>();
    recorded.forEach(
        (name, value) -> {
          if (value instanceof Iterable<?> many) {
            many.forEach(one -> values.add(name, String.valueOf(one)));
          } else if (value != null) {
            values.add(name, value.toString());
          }
        });
    return of(values);
  }

  /** The same with these errors beside their fields. */
  Typed refused(List<FieldError> wrong) {
    return new Typed(values, wrong, null);
  }

  /** The same, refused as a whole for this reason. */
  Typed refused(String reason) {
    return new Typed(values, List.of(), reason);
  }

  /** What stands in the field, without white space around it; empty when nothing does. */
  public String value(String field) {
    String first = values.getFirst(field);
    return first == null ? "" : first.strip();
  }

  /** What stands in the field, null when nothing does. */
  public @Nullable String given(String field) {
    String value = value(field);
    return value.isEmpty() ? null : value;
  }

  /** What stands in a field that takes many. */
  public List<String> all(String field) {
    return values.getOrDefault(field, List.of()).stream()
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .toList();
  }

  public boolean has(String field, String value) {
    return all(field).contains(value);
  }

  /** What is wrong with the field; null when nothing is. */
  public @Nullable String error(String field) {
    return errors.stream()
        .filter(error -> error.field().equals(field))
        .map(FieldError::message)
        .findFirst()
        .orElse(null);
  }

  /** Why all of it was refused; null when it was not, or when fields say why. */
  public @Nullable String refusal() {
    return refusal;
  }

  public boolean isWrong() {
    return refusal != null || !errors.isEmpty();
  }

  /** All errors, in order. */
  public List<FieldError> errors() {
    return errors;
  }

  /** Errors of fields that the page does not show by name, to be said above the form. */
  public List<FieldError> errorsBeside(List<String> shown) {
    return errors.stream().filter(error -> !shown.contains(error.field())).toList();
  }

  /** The fields and what stands in them, for a query. */
  public Map<String, List<String>> values() {
    Map<String, List<String>> copy = new HashMap<>();
    values.forEach((name, all) -> copy.put(name, new ArrayList<>(all)));
    return copy;
  }
}
