package io.doula.schedule;

import static io.doula.schedule.Who.PLAN;
import static io.doula.schedule.Who.at;
import static io.doula.schedule.Who.day;
import static io.doula.schedule.Who.series;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Late starts, products and facts choose which doses a series asks for. */
class SeriesChoiceTest {

  private static final LocalDate BIRTH = day("2023-01-31");
  private static final Facts HIGH_RISK =
      new Facts(null, null, null, null, null, null, null, null, true, null);
  private static final Facts HIV =
      new Facts(null, null, "positive", null, null, null, null, null, null, null);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HIB-3  | Hib 12 m - 1 d                  | 15 m | OVERDUE",
        "HIB-3  | Hib 12 m                        | 13 m | COMPLETE",
        "HIB-3  | Hib 12 m                        | 6 y  | COMPLETE",
        "HIB-2B | Hib 6 w, Hib 14 w               | 14 m | OVERDUE",
        "HIB-2B | Hib 12 m                        | 14 m | COMPLETE",
        "PCV-3  | PCV 12 m - 1 d, PCV 14 m        | 16 m | OVERDUE",
        "PCV-3  | PCV 12 m, PCV 14 m              | 16 m | COMPLETE",
        "PCV-3  | PCV 24 m - 1 d                  | 26 m | OVERDUE",
        "PCV-3  | PCV 24 m                        | 26 m | COMPLETE",
        "PCV-2B | PCV 13 m, PCV 15 m              | 18 m | COMPLETE"
      })
  void aLateStartNeedsFewerDoses(String series, String given, String asOf, SeriesStatus status) {
    assertThat(series(series, BIRTH, asOf, given).status()).isEqualTo(status);
  }

  @Test
  void aChildAtHighRiskGetsASecondPneumococcalDoseEightWeeksOn() {
    SeriesForecast forecast = series("PCV-3", BIRTH, "26 m", "PCV 25 m", HIGH_RISK);
    assertThat(forecast.next().due()).isEqualTo(at(BIRTH, "25 m + 56 d"));
    assertThat(series("PCV-3", BIRTH, "26 m", "PCV 25 m").status())
        .isEqualTo(SeriesStatus.COMPLETE);
  }

  @Test
  void hivOrPretermBirthAddsABoosterInTheSecondYear() {
    String three = "PCV 6 w, PCV 10 w, PCV 14 w";
    for (Facts facts : List.of(HIV, Facts.ofBirth(true, null))) {
      SeriesForecast forecast = series("PCV-3", BIRTH, "6 m", three, facts);
      assertThat(forecast.primaryComplete()).isTrue();
      assertThat(forecast.next().due()).isEqualTo(at(BIRTH, "12 m"));
      assertThat(series("PCV-3", BIRTH, "24 m", three, facts).status())
          .isEqualTo(SeriesStatus.COMPLETE);
    }
    assertThat(series("PCV-3", BIRTH, "6 m", three).status()).isEqualTo(SeriesStatus.COMPLETE);
  }

  @ParameterizedTest
  @CsvSource({
    "Rotarix, Rotarix, , COMPLETE",
    "rotarix, Rotarix, , COMPLETE",
    ", , Rotarix, COMPLETE",
    "Rotarix, , , OVERDUE",
    "Rotarix, RotaTeq, , OVERDUE",
    "RotaTeq, RotaTeq, , OVERDUE",
    ", , unknown, OVERDUE",
    "Rotavac, Rotavac, Rotarix, OVERDUE"
  })
  void rotavirusHasTwoOrThreeDosesByProduct(
      String first, String second, String brand, SeriesStatus status) {
    List<GivenDose> doses =
        List.of(
            new GivenDose("Rota", at(BIRTH, "6 w"), first, null),
            new GivenDose("Rota", at(BIRTH, "10 w"), second, null));
    Facts facts = new Facts(null, null, null, null, null, null, null, brand, null, null);
    assertThat(
            Who.forecast("ROTA", BIRTH, at(BIRTH, "20 w"), doses, facts).series().get(0).status())
        .isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "0 d, , , , , , DUE",
    "0 d, negative, , , , , DUE",
    "10 d, positive, true, true, , , OVERDUE",
    "10 d, positive, false, , , , NOT_DUE",
    "10 d, positive, true, false, , , NOT_DUE",
    "10 d, positive, , , , , NEEDS_REVIEW",
    "2 y, positive, true, true, , , NEEDS_REVIEW",
    "2 y, positive, true, true, true, , OVERDUE",
    "2 y, positive, true, true, false, , NOT_DUE",
    "2 y, , , , , , NEEDS_REVIEW",
    "2 y, , , , , unknown, NEEDS_REVIEW",
    "2 y, , , , , negative, OVERDUE",
    "2 y, , , , , positive, NOT_DUE"
  })
  void bcgHearsTheFactsFirst(
      String age,
      String hiv,
      Boolean art,
      Boolean stable,
      Boolean well,
      String tbTest,
      SeriesStatus status) {
    Facts facts = new Facts(null, null, hiv, art, stable, well, tbTest, null, null, null);
    SeriesForecast forecast = series("BCG", BIRTH, age, "", facts);
    assertThat(forecast.status()).isEqualTo(status);
    assertThat(forecast.next() == null).isEqualTo(status == SeriesStatus.NOT_DUE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "6 w  |                                 | bOPV",
        "14 w |                                 | bOPV IPV",
        "14 w | bOPV 6 w, bOPV 10 w             | bOPV IPV",
        "14 w | bOPV 6 w, bOPV 11 w             | IPV",
        "16 w | IPV 14 w                        | bOPV",
        "20 w | bOPV 6 w,bOPV 10 w,bOPV 14 w,IPV 14 w | IPV",
        "12 w | bOPV 6 w,bOPV 10 w              | bOPV IPV"
      })
  void polioNamesWhatIsDueTogether(String asOf, String given, String vaccines) {
    SeriesForecast forecast = series("POLIO", BIRTH, asOf, given == null ? "" : given);
    assertThat(forecast.next().vaccine()).containsExactly(vaccines.split(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "8 m | DTP 6 w,DTP 10 w,DTP 14 w            | DTP Td",
        "6 y | DTP 6 w,DTP 10 w,DTP 14 w,Td 1 y     | DTP Td",
        "6 y | DTP 6 w,DTP 10 w,DTP 14 w,DTP 1 y    | Td",
        "6 y | DTP 6 w,DTP 10 w,DTP 14 w,Tdap 1 y   | Td",
        "7 y | DTP 6 w,DTP 10 w,DTP 14 w            | Td",
        "8 y | DTP 6 w                              | Td",
        "6 y | DTP 6 w                              | DTP"
      })
  void pertussisIsOfferedOnceAsABoosterAndNotFromSevenYearsOn(
      String asOf, String given, String vaccines) {
    assertThat(series("DTP", BIRTH, asOf, given).next().vaccine())
        .containsExactly(vaccines.split(" "));
  }

  @Test
  void theRoutineTurnsToTheDelayedSeriesAfterTheFirstBirthday() {
    assertThat(routine("1 y", "")).contains("DTP").doesNotContain("DTP-DELAYED");
    assertThat(routine("1 y + 1 d", "")).contains("DTP-DELAYED").doesNotContain("DTP");
    SeriesForecast over = series("DTP", BIRTH, "1 y + 1 d", "");
    assertThat(over.why()).contains("DTP-DELAYED", "Plan who, version");
  }

  @Test
  void whatComesAlongInACombinationIsListedForWhatThatLeavesOpen() {
    assertThat(routine("8 w", "HepB 0 d, DTP+HepB+Hib 6 w"))
        .containsExactly(
            "BCG", "HEPB-BIRTH", "OPV-BIRTH", "POLIO", "DTP", "PCV-3", "ROTA", "MCV-HIGH");
    assertThat(routine("16 w", "DTP 6 w, DTP 10 w, DTP 14 w")).contains("HEPB-3", "HIB-3");
  }

  private static List<String> routine(String asOf, String given) {
    return ImmunizationForecast.of(
            PLAN, BIRTH, at(BIRTH, asOf), List.of(), Who.given(BIRTH, given), Facts.none())
        .series()
        .stream()
        .map(SeriesForecast::series)
        .toList();
  }
}
