package io.doula.desk.people;

import io.doula.core.FieldErrors;
import io.doula.http.Typed;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a form sent, read field by field; what can't be read is noted. */
final class Sent {
  private final Typed typed;
  private final FieldErrors errors = new FieldErrors();

  Sent(Typed typed) {
    this.typed = typed;
  }

  /** What is wrong so far. */
  FieldErrors errors() {
    return errors;
  }

  @Nullable String text(String field) {
    return typed.given(field);
  }

  /** A text that must be there; empty when it is missing. */
  String needed(String field) {
    String value = typed.value(field);
    errors.require(!value.isEmpty(), field, "is missing");
    return value;
  }

  boolean yes(String field) {
    return typed.has(field, "yes");
  }

  @Nullable LocalDate day(String field) {
    return read(field, Sent::date, "must be a date that exists, as yyyy-mm-dd, from 1900 to 2199");
  }

  /** Years of four digits, as the API has them. */
  private static LocalDate date(String text) {
    if (!text.matches("(19|20|21)[0-9]{2}-.*")) {
      throw new IllegalArgumentException();
    }
    return LocalDate.parse(text);
  }

  /** A day that must be there. */
  @Nullable LocalDate neededDay(String field) {
    LocalDate day = day(field);
    errors.require(day != null || typed.given(field) != null, field, "is missing");
    return day;
  }

  @Nullable LocalTime time(String field) {
    return read(field, LocalTime::parse, "must be a time of day, as hh:mm");
  }

  @Nullable Integer number(String field) {
    return read(field, Integer::valueOf, "must be a number");
  }

  <E extends Enum<E>> @Nullable E one(String field, Class<E> of) {
    return read(field, text -> Enum.valueOf(of, text), "is none of those offered");
  }

  List<String> all(String field) {
    return typed.all(field);
  }

  /** The channels, which one field holds in their order. */
  @Nullable List<@Nullable String> channels(String field) {
    String value = typed.given(field);
    return value == null ? null : Arrays.<@Nullable String>asList(value.split(";"));
  }

  private <T> @Nullable T read(String field, Function<String, T> reader, String fault) {
    String value = typed.given(field);
    if (value == null) {
      return null;
    }
    try {
      return reader.apply(value);
    } catch (DateTimeException | IllegalArgumentException e) {
      errors.add(field, fault); // beside the field, where it was typed
      return null;
    }
  }
}
