package io.doula.http;

import io.doula.core.FieldError;
import io.doula.core.Invalid;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says in a person's words, with the field's dotted path, what Jackson found wrong with a body. */
final class BodyFaults {
  private static final String WHOLE_NUMBER = "must be a whole number, and not too large";

  private BodyFaults() {}

  /** The refusal that names the field; null when the fault is not one of a field (broken JSON). */
  static @Nullable Invalid of(JacksonException fault) {
    for (Throwable cause = fault.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof Invalid invalid) {
        return under(path(fault.getPath()), invalid);
      }
    }
    if (fault instanceof UnrecognizedPropertyException unknown) {
      return new Invalid(path(fault.getPath()), "is unknown here; known: " + known(unknown));
    }
    if (fault instanceof MismatchedInputException mismatch) {
      return new Invalid(path(fault.getPath()), wanted(mismatch.getTargetType()));
    }
    if (fault instanceof InputCoercionException && !fault.getPath().isEmpty()) {
      return new Invalid(path(fault.getPath()), WHOLE_NUMBER);
    }
    return null;
  }

  /** {@code given[0].vaccine}: names joined by dots, places of a list in brackets. */
  private static String path(List<JacksonException.Reference> references) {
    StringBuilder path = new StringBuilder();
    for (JacksonException.Reference reference : references) {
      if (reference.getPropertyName() == null) {
        path.append('[').append(reference.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(reference.getPropertyName());
      }
    }
    return path.toString();
  }

  private static Invalid under(String path, Invalid invalid) {
    return new Invalid(
        invalid.errors().stream()
            .map(e -> new FieldError(join(path, e.field()), e.message()))
            .toList());
  }

  private static String join(String path, String field) {
    return path.isEmpty() || field.isEmpty() ? path + field : path + "." + field;
  }

  private static String known(UnrecognizedPropertyException unknown) {
    Collection<Object> ids = unknown.getKnownPropertyIds();
    return ids == null
        ? "nothing"
        : ids.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
  }

  private static String wanted(@Nullable Class<?> type) {
    if (type == null) {
      return "is of a wrong type";
    }
    if (type.isEnum()) {
      return "must be one of "
          + Arrays.stream(type.getEnumConstants())
              .map(String::valueOf)
              .collect(Collectors.joining(", "));
    }
    if (type == String.class || type == char.class) {
      return "must be a text";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "must be true or false";
    }
    if (type == double.class || type == Double.class || type == BigDecimal.class) {
      return "must be a number";
    }
    if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
      return WHOLE_NUMBER;
    }
    return wantedThing(type);
  }

  private static String wantedThing(Class<?> type) {
    if (type == LocalDate.class) {
      return StrictTimes.DATE;
    }
    if (type == LocalTime.class) {
      return StrictTimes.TIME;
    }
    if (type == Instant.class) {
      return StrictTimes.INSTANT;
    }
    if (Collection.class.isAssignableFrom(type) || type.isArray()) {
      return "must be a list";
    }
    return Map.class.isAssignableFrom(type) || type.isRecord()
        ? "must be a JSON object"
        : "is of a wrong type";
  }
}
