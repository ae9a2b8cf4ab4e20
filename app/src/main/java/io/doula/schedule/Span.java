package io.doula.schedule;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An age or an interval as plans write it: {@code 6 w}, {@code 9 m}, {@code 4 y}, {@code 28 d}, or
 * less some days: {@code 7 y - 1 d}.
 *
 * <p>Months and years are calendar months. Where the month arrived at lacks the day, the date is
 * the first day of the month after it: 31 August + 6 months is 1 March, 29 February + 12 months is
 * 1 March. This is the rule of CDC's CDSi logic specification: nobody is taken for older than she
 * is.
 *
 * @param words for a sentence: "6 weeks", "1 year"
 */
record Span(int months, int days, String words) {

  private static final Pattern FORM = Pattern.compile("(\\d{1,4}) ([dwmy])(?: - (\\d{1,3}) d)?");

  /**
   * @throws IllegalArgumentException when the text has another form
   */
  static Span parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no age or interval: write 6 w, 9 m, 4 y, 28 d or 7 y - 1 d");
    }
    int count = Integer.parseInt(form.group(1));
    int less = form.group(3) == null ? 0 : Integer.parseInt(form.group(3));
    String words = words(count, form.group(2), less);
    return switch (form.group(2)) {
      case "d" -> new Span(0, count - less, words);
      case "w" -> new Span(0, count * 7 - less, words);
      case "m" -> new Span(count, -less, words);
      default -> new Span(count * 12, -less, words);
    };
  }

  LocalDate after(LocalDate start) {
    return plusMonths(start, months).plusDays(days);
  }

  private static LocalDate plusMonths(LocalDate start, int months) {
    YearMonth month = YearMonth.from(start).plusMonths(months);
    return month.isValidDay(start.getDayOfMonth())
        ? month.atDay(start.getDayOfMonth())
        : month.plusMonths(1).atDay(1);
  }

  private static String words(int count, String letter, int less) {
    String unit =
        switch (letter) {
          case "d" -> "day";
          case "w" -> "week";
          case "m" -> "month";
          default -> "year";
        };
    String words = count + " " + unit + (count == 1 ? "" : "s");
    return less == 0 ? words : words + " less " + less + " d";
  }
}
