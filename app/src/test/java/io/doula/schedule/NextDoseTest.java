package io.doula.schedule;

import static io.doula.schedule.Who.at;
import static io.doula.schedule.Who.day;
import static io.doula.schedule.Who.series;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The next dose of each series of plan who, and the status on the days around its limits. */
class NextDoseTest {

  private static final List<LocalDate> BIRTHS =
      List.of(day("2026-03-10"), day("2024-02-29"), day("2026-08-31"), day("2025-12-31"));

  /** Ages count from birth; a dash is no limit. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BCG          |                                    | 1 | 0 d        | 0 d        | 7 d        | -",
        "HEPB-BIRTH   |                                    | 1 | 0 d        | 0 d        | 1 d        | 2 d",
        "OPV-BIRTH    |                                    | 1 | 0 d        | 0 d        | 1 d        | 6 d",
        "HEPB-3       |                                    | 1 | 0 d        | 4 w        | 5 w        | -",
        "HEPB-3       | HepB/birth 0 d                     | 2 | 4 w        | 4 w        | 5 w        | -",
        "HEPB-3       | HepB 1 d, HepB 6 w                 | 3 | 10 w       | 10 w       | 11 w       | -",
        "HEPB-4       | HepB/birth 0 d                     | 1 | 4 w        | 4 w        | 5 w        | -",
        "HEPB-DELAYED | HepB 0 d, HepB 4 w                 | 3 | 6 m        | 6 m        | 6 m + 7 d  | -",
        "POLIO        |                                    | 1 | 6 w        | 6 w        | 7 w        | -",
        "POLIO        | bOPV 6 w                           | 2 | 10 w       | 10 w       | 11 w       | -",
        "POLIO        | bOPV 6 w, bOPV 10 w                | 3 | 14 w       | 14 w       | 15 w       | -",
        "DTP          |                                    | 1 | 6 w        | 6 w        | 7 w        | 1 y",
        "DTP          | DTP 6 w                            | 2 | 10 w       | 10 w       | 14 w       | -",
        "DTP          | DTP 6 w, DTP 10 w                  | 3 | 14 w       | 14 w       | 6 m        | -",
        "DTP          | DTP 6 w, DTP 10 w, DTP 14 w        | 4 | 12 m       | 12 m       | 24 m       | -",
        "DTP          | DTP 6 w, DTP 10 w, DTP 14 w, Td 1 y| 5 | 4 y        | 4 y        | 8 y        | -",
        "DTP          | DTP 6 w,DTP 10 w,DTP 14 w,Td 1 y,Td 4 y | 6 | 9 y   | 9 y        | 16 y       | -",
        "HIB-3        |                                    | 1 | 6 w        | 6 w        | 7 w        | 5 y",
        "HIB-3        | Hib 6 w, Hib 10 w                  | 3 | 14 w       | 14 w       | 15 w       | 5 y",
        "PCV-3        |                                    | 1 | 6 w        | 6 w        | 7 w        | 5 y",
        "PCV-3        | PCV 6 w                            | 2 | 10 w       | 10 w       | 11 w       | 5 y",
        "PCV-2B       | PCV 6 w, PCV 14 w                  | 3 | 9 m        | 9 m        | 18 m       | 5 y",
        "ROTA         |                                    | 1 | 6 w        | 6 w        | 7 w        | 24 m",
        "ROTA         | Rota 6 w, Rota 10 w                | 3 | 14 w       | 14 w       | 15 w       | 24 m",
        "MCV-HIGH     |                                    | 1 | 9 m        | 9 m        | 9 m + 7 d  | -",
        "MCV-HIGH     | MR 9 m                             | 2 | 9 m + 28 d | 15 m       | 15 m + 7 d | -",
        "MCV-LOW      |                                    | 1 | 12 m       | 12 m       | 12 m + 7 d | -",
        "MCV-LOW      | MCV 20 m                           | 2 | 20 m + 28 d| 20 m + 28 d| 20 m + 35 d| -",
        "YF           |                                    | 1 | 9 m        | 9 m        | 12 m       | -",
        "MENA         |                                    | 1 | 9 m        | 9 m        | 18 m       | -",
        "MALARIA      |                                    | 1 | 5 m        | 5 m        | 5 m + 7 d  | -",
        "TCV          |                                    | 1 | 6 m        | 6 m        | 6 m + 7 d  | 45 y",
        "HPV          |                                    | 1 | 9 y        | 9 y        | 9 y + 7 d  | -"
      })
  void theNextDoseHasItsDates(
      String series,
      String given,
      int dose,
      String earliest,
      String due,
      String overdueAfter,
      String latest) {
    String history = given == null ? "" : given;
    for (LocalDate birth : BIRTHS) {
      LocalDate dueOn = at(birth, due);
      NextDose next = forecastOn(series, birth, dueOn, history).next();
      assertThat(next.dose()).isEqualTo(dose);
      assertThat(next.earliest()).isEqualTo(at(birth, earliest));
      assertThat(next.due()).isEqualTo(dueOn);
      assertThat(next.overdueAfter()).isEqualTo(at(birth, overdueAfter));
      assertThat(next.latest()).isEqualTo(latest.equals("-") ? null : at(birth, latest));
      turnsOnItsDays(series, birth, next, history);
    }
  }

  private static void turnsOnItsDays(
      String series, LocalDate birth, NextDose next, String history) {
    if (next.due().isAfter(birth)) {
      assertThat(forecastOn(series, birth, next.due().minusDays(1), history).status())
          .isEqualTo(SeriesStatus.NOT_DUE);
    }
    assertThat(forecastOn(series, birth, next.due(), history).status()).isEqualTo(SeriesStatus.DUE);
    assertThat(forecastOn(series, birth, next.overdueAfter(), history).status())
        .isEqualTo(SeriesStatus.DUE);
    boolean late = next.latest() != null && !next.overdueAfter().isBefore(next.latest());
    assertThat(forecastOn(series, birth, next.overdueAfter().plusDays(1), history).status())
        .isEqualTo(late ? SeriesStatus.TOO_OLD : SeriesStatus.OVERDUE);
  }

  private static SeriesForecast forecastOn(
      String series, LocalDate birth, LocalDate asOf, String given) {
    return Who.forecast(series, birth, asOf, Who.given(birth, given), Facts.none()).series().get(0);
  }

  @ParameterizedTest
  @CsvSource({
    "HEPB-BIRTH, 2 d, OVERDUE, 3 d, TOO_OLD",
    "OPV-BIRTH, 6 d, OVERDUE, 7 d, TOO_OLD",
    "DTP, 1 y, OVERDUE, 1 y + 1 d, TOO_OLD",
    "ROTA, 24 m, OVERDUE, 24 m + 1 d, TOO_OLD",
    "HIB-3, 5 y, OVERDUE, 5 y + 1 d, TOO_OLD",
    "PCV-3, 5 y, OVERDUE, 5 y + 1 d, NEEDS_REVIEW",
    "MCV0, 9 m - 1 d, NEEDS_REVIEW, 9 m, TOO_OLD",
    "BCG, 28 d, OVERDUE, 29 d, NEEDS_REVIEW",
    "DTP-DELAYED, 3 y, OVERDUE, 30 y, OVERDUE"
  })
  void anUpperLimitEndsTheSeriesOnTheDayAfter(
      String series, String last, SeriesStatus onLast, String after, SeriesStatus then) {
    for (LocalDate birth : BIRTHS) {
      assertThat(series(series, birth, last, "").status()).isEqualTo(onLast);
      SeriesForecast over = series(series, birth, after, "");
      assertThat(over.status()).isEqualTo(then);
      assertThat(over.next() == null).isEqualTo(then == SeriesStatus.TOO_OLD);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BCG        | BCG 0 d                                 | COMPLETE | true",
        "HEPB-BIRTH | HepB 0 d                                | NOT_DUE  | false",
        "OPV-BIRTH  | bOPV 3 d                                | NOT_DUE  | false",
        "POLIO      | bOPV 6 w,bOPV 10 w,bOPV 14 w,IPV 14 w,IPV 9 m | COMPLETE | true",
        "POLIO      | bOPV 6 w,bOPV 10 w,bOPV 14 w,IPV 14 w   | OVERDUE  | false",
        "DTP        | DTP 6 w, DTP 10 w, DTP 14 w             | OVERDUE  | true",
        "DTP        | DTP 6 w,DTP 10 w,DTP 14 w,DTP 18 m,Td 5 y,Td 9 y | COMPLETE | true",
        "MCV-HIGH   | MCV 9 m, MCV 15 m                       | COMPLETE | true",
        "YF         | YF 9 m                                  | COMPLETE | true",
        "MENA       | MenA 9 m                                | COMPLETE | true",
        "ROTA       | Rota 6 w, Rota 10 w, Rota 14 w          | COMPLETE | true"
      })
  void aSeriesIsCompleteWhenAllIsGiven(
      String series, String given, SeriesStatus status, boolean primaryComplete) {
    SeriesForecast forecast = series(series, BIRTHS.get(0), "10 y", given);
    assertThat(forecast.status()).isEqualTo(status);
    assertThat(forecast.primaryComplete()).isEqualTo(primaryComplete);
  }
}
