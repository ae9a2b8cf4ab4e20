package io.doula.http;

import java.text.NumberFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.FormatStyle;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;

/**
 * Dates, numbers and texts in the language of a page; in templates {@code ${say.day(date)}}.
 * Nothing is said of a value that is not there: the result is empty.
 */
public final class Say {
  private static final Set<String> NONE_IS_ONE = Set.of("fr", "hi", "zu");

  private final MessageSource texts;
  private final Sentences sentences;
  private final Locale locale;
  private final Locale formats;

  public Say(MessageSource texts, Sentences sentences, Locale locale) {
    this.texts = texts;
    this.sentences = sentences;
    this.locale = locale;
    // where Doula is used, English puts the day before the month
    this.formats = locale.equals(Locale.ENGLISH) ? Locale.UK : locale;
  }

  public Locale locale() {
    return locale;
  }

  /** A date, short enough for a table: 3 Mar 2026. */
  public String day(@Nullable LocalDate date) {
    return date == null ? "" : of(FormatStyle.MEDIUM).format(date);
  }

  /** A date of which everybody knows the year, short enough for an axis: 3 Mar. */
  public String dayMonth(LocalDate date) {
    String whole =
        DateTimeFormatterBuilder.getLocalizedDateTimePattern(
            FormatStyle.MEDIUM, null, IsoChronology.INSTANCE, formats);
    return DateTimeFormatter.ofPattern(whole.replaceAll("\\W*y+\\W*$|^y+\\W*", ""), formats)
        .format(date);
  }

  /** The same with its weekday in front: Tue 3 Mar. */
  public String weekDay(LocalDate date) {
    return date.getDayOfWeek().getDisplayName(TextStyle.SHORT, formats) + " " + dayMonth(date);
  }

  /** A date with its weekday: Tuesday, 3 March 2026. */
  public String date(@Nullable LocalDate date) {
    return date == null ? "" : of(FormatStyle.FULL).format(date);
  }

  /** Date and time of day in a place's zone. */
  public String moment(@Nullable Instant at, ZoneId zone) {
    return at == null
        ? ""
        : DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
            .localizedBy(formats)
            .format(at.atZone(zone));
  }

  public String number(long number) {
    return NumberFormat.getIntegerInstance(formats).format(number);
  }

  /**
   * A share as a whole percentage.
   *
   * @param share 0 to 1; null where there is nothing to take a share of
   */
  public String percent(@Nullable Double share) {
    return share == null ? "–" : NumberFormat.getPercentInstance(formats).format(share);
  }

  /** The text under this key. */
  public String text(String key, Object... values) {
    return texts.getMessage(key, values, locale);
  }

  /** The text under this key, or what is given when there is none. */
  public @Nullable String textOr(String key, @Nullable String otherwise, Object... values) {
    return texts.getMessage(key, values, otherwise, locale);
  }

  /** What the program says in English (a title, a reason, a refusal), in the page's language. */
  public String sentence(@Nullable String english) {
    return english == null ? "" : sentences.said(english, this);
  }

  /**
   * The text for so many: {@code key.one} where the language takes the number as one, else {@code
   * key.many}; the number is its first value.
   */
  public String count(String key, long number, Object... values) {
    Object[] all = new Object[values.length + 1];
    all[0] = number(number);
    System.arraycopy(values, 0, all, 1, values.length);
    return text(key + (isOne(number) ? ".one" : ".many"), all);
  }

  /** By CLDR's plural rules: none is one too in French, Hindi and Zulu. */
  private boolean isOne(long number) {
    return number == 1 || number == 0 && NONE_IS_ONE.contains(locale.getLanguage());
  }

  /** An ISO date as a date of the page; other text as it is. */
  String isoDay(String date) {
    try {
      return day(LocalDate.parse(date));
    } catch (DateTimeParseException e) {
      return date; // the form of a date, and none: 2026-02-30
    }
  }

  private DateTimeFormatter of(FormatStyle style) {
    return DateTimeFormatter.ofLocalizedDate(style).localizedBy(formats);
  }
}
