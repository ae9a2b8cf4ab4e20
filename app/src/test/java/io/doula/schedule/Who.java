package io.doula.schedule;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** The shipped plan, and short words for the tables of these tests. */
final class Who {

  static final Plan PLAN = Plans.load().plan("who");

  private Who() {}

  static LocalDate day(String text) {
    return LocalDate.parse(text);
  }

  /** A day as birth plus an age: {@code 6 w}, {@code 9 m - 1 d}, {@code 6 w + 3 d}. */
  static LocalDate at(LocalDate birth, String age) {
    String[] parts = age.split(" \\+ ");
    LocalDate day = Span.parse(parts[0].strip()).after(birth);
    return parts.length == 1 ? day : Span.parse(parts[1].strip()).after(day);
  }

  /** Doses as {@code DTP 6 w, DTP 10 w + 1 d}; {@code HepB/birth 0 d} gives the kind. */
  static List<GivenDose> given(LocalDate birth, String text) {
    List<GivenDose> doses = new ArrayList<>();
    for (String dose : text.isBlank() ? new String[0] : text.split(",")) {
      String[] words = dose.strip().split(" ", 2);
      String[] vaccine = words[0].split("/");
      String kind = vaccine.length == 1 ? null : vaccine[1];
      doses.add(new GivenDose(vaccine[0], at(birth, words[1]), null, kind));
    }
    return doses;
  }

  static ImmunizationForecast forecast(
      String series, LocalDate birth, LocalDate asOf, List<GivenDose> given, Facts facts) {
    return ImmunizationForecast.of(PLAN, birth, asOf, List.of(series), given, facts);
  }

  static SeriesForecast series(String series, LocalDate birth, String asOf, String given) {
    return series(series, birth, asOf, given, Facts.none());
  }

  static SeriesForecast series(
      String series, LocalDate birth, String asOf, String given, Facts facts) {
    return forecast(series, birth, at(birth, asOf), given(birth, given), facts).series().get(0);
  }
}
