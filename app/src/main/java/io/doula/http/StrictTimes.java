package io.doula.http;

import io.doula.core.Invalid;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.function.Function;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.ToStringSerializer;

/**
 * Dates and times as this program takes them: strictly ISO 8601, as texts, within living memory.
 */
public final class StrictTimes {
  static final String DATE = "must be a date that exists, as yyyy-mm-dd, from 1900 to 2199";
  static final String TIME = "must be a time of day, as hh:mm";
  static final String INSTANT = "must be an instant, as 2026-03-01T09:00:00Z";

  private static final DateTimeFormatter ISO_DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd").withResolverStyle(ResolverStyle.STRICT);

  private StrictTimes() {}

  /**
   * Reads a date as it stands in a body, a query or a form.
   *
   * @throws Invalid naming the field, when it is no day of the years 1900 to 2199 in the form
   *     yyyy-mm-dd
   */
  public static LocalDate date(String text, String field) {
    return read(text, field, DATE, t -> sensible(LocalDate.parse(t, ISO_DAY)));
  }

  /**
   * Reads an instant likewise.
   *
   * @throws Invalid naming the field, when it is none of the years 1900 to 2199 with its offset
   */
  public static Instant instant(String text, String field) {
    return read(text, field, INSTANT, StrictTimes::instant);
  }

  /**
   * Reads a time of day as it stands in a form.
   *
   * @throws Invalid naming the field, when it is none
   */
  public static LocalTime time(String text, String field) {
    return read(text, field, TIME, StrictTimes::time);
  }

  private static LocalDate sensible(LocalDate date) {
    if (date.getYear() < 1900 || date.getYear() > 2199) {
      throw new DateTimeException("year");
    }
    return date;
  }

  private static LocalTime time(String text) {
    if (!text.matches("[0-9]{2}:[0-9]{2}(:[0-9]{2})?")) {
      throw new DateTimeException("time");
    }
    return LocalTime.parse(text);
  }

  private static Instant instant(String text) {
    Instant instant = DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
    sensible(instant.atZone(ZoneOffset.UTC).toLocalDate());
    return instant;
  }

  private static <T> T read(String text, String field, String rule, Function<String, T> reader) {
    try {
      return reader.apply(text);
    } catch (DateTimeException e) {
      throw new Invalid(field, rule);
    }
  }

  static SimpleModule module() {
    return new SimpleModule("strict times")
        .addDeserializer(LocalDate.class, new Texts<>(LocalDate.class, DATE, t -> date(t, "")))
        .addDeserializer(LocalTime.class, new Texts<>(LocalTime.class, TIME, StrictTimes::time))
        .addDeserializer(Instant.class, new Texts<>(Instant.class, INSTANT, StrictTimes::instant))
        .addSerializer(LocalTime.class, ToStringSerializer.instance);
  }

  private static final class Texts<T> extends StdDeserializer<T> {
    private final transient String rule;
    private final transient Function<String, T> reader;

    Texts(Class<T> type, String rule, Function<String, T> reader) {
      super(type);
      this.rule = rule;
      this.reader = reader;
    }

    @Override
    @SuppressWarnings("unchecked")
    public T deserialize(JsonParser parser, DeserializationContext context) {
      if (!parser.hasToken(JsonToken.VALUE_STRING)) {
        return (T) context.handleUnexpectedToken(getValueType(context), parser);
      }
      try {
        return read(parser.getString(), "", rule, reader);
      } catch (Invalid e) {
        throw InvalidFormatException.from(parser, rule, "", handledType());
      }
    }
  }
}
