package io.doula.schedule;

import static io.doula.schedule.Who.at;
import static io.doula.schedule.Who.day;
import static io.doula.schedule.Who.given;
import static io.doula.schedule.Who.series;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Live vaccines are given on one day or four weeks apart. */
class LiveVaccinesTest {

  private static final LocalDate BIRTH = day("2025-03-10");

  @ParameterizedTest
  @CsvSource({
    "MCV-HIGH, MCV, YF, 0, true",
    "MCV-HIGH, MCV, YF, 1, false",
    "MCV-HIGH, MCV, YF, 27, false",
    "MCV-HIGH, MCV, YF, 28, true",
    "MCV-HIGH, MR, LiveFlu, 27, false",
    "MCV-HIGH, MR, LiveFlu, 28, true",
    "YF, YF, MR, 27, false",
    "YF, YF, MR, 28, true",
    "YF, YF, MCV, 0, true",
    "BCG, BCG, MCV, 27, false",
    "BCG, BCG, MCV, 28, true",
    "ROTA, Rota, LiveFlu, 27, false",
    "ROTA, Rota, LiveFlu, 28, true",
    "ROTA, Rota, BCG, 5, true",
    "MENA, MenA, MCV, 5, true",
    "MCV-HIGH, MCV, Rota, 5, true"
  })
  void aLiveDoseTooSoonAfterAnotherDoesNotCount(
      String series, String vaccine, String other, int days, boolean counts) {
    LocalDate on = at(BIRTH, "10 m");
    List<GivenDose> doses =
        List.of(new GivenDose(vaccine, on), new GivenDose(other, on.minusDays(days)));
    GivenVerdict verdict =
        Who.forecast(series, BIRTH, on.plusDays(1), doses, Facts.none()).given().get(0);
    assertThat(verdict.counts()).isEqualTo(counts);
    if (!counts) {
      assertThat(verdict.why()).contains("28 days after the live vaccine " + other);
    }
  }

  @Test
  void aDoseWaitsFourWeeksAfterAnotherLiveVaccine() {
    String flu = "LiveFlu 9 m - 10 d";
    LocalDate free = at(BIRTH, "9 m + 18 d");
    assertThat(series("MCV-HIGH", BIRTH, "9 m", flu).status()).isEqualTo(SeriesStatus.NOT_DUE);
    assertThat(series("MCV-HIGH", BIRTH, "9 m", flu).next().earliest()).isEqualTo(free);
    assertThat(series("MCV-HIGH", BIRTH, "9 m + 17 d", flu).status())
        .isEqualTo(SeriesStatus.NOT_DUE);
    assertThat(series("MCV-HIGH", BIRTH, "9 m + 18 d", flu).status()).isEqualTo(SeriesStatus.DUE);
    assertThat(series("MCV-HIGH", BIRTH, "9 m", flu).why()).contains("live vaccine LiveFlu");
  }

  @Test
  void onTheDayOfTheOtherItMayStillBeGivenAndThenItsDateStandsStill() {
    String late = "YF 10 m";
    assertThat(series("MCV-HIGH", BIRTH, "10 m", late).status()).isEqualTo(SeriesStatus.OVERDUE);
    LocalDate free = at(BIRTH, "10 m + 28 d");
    for (String asOf : List.of("10 m + 1 d", "10 m + 28 d", "14 m")) {
      assertThat(series("MCV-HIGH", BIRTH, asOf, late).next().due()).isEqualTo(free);
    }
  }

  @Test
  void aDoseThatDoesNotCountIsStillALiveVaccine() {
    String early = "MCV 9 m - 5 d";
    assertThat(series("YF", BIRTH, "9 m", early).next().due()).isEqualTo(at(BIRTH, "9 m + 23 d"));
    assertThat(given(BIRTH, early)).hasSize(1);
  }

  @Test
  void aYoungBabysBcgHoldsUpNothingOfTheSixWeekVisit() {
    for (String series : List.of("ROTA", "POLIO", "DTP", "PCV-3")) {
      assertThat(series(series, BIRTH, "6 w", "BCG 5 w").status()).isEqualTo(SeriesStatus.DUE);
    }
  }
}
