package io.doula.schedule;

import static io.doula.schedule.Who.PLAN;
import static io.doula.schedule.Who.at;
import static io.doula.schedule.Who.day;
import static io.doula.schedule.Who.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DosesThatDoNotCountTest {

  private static final LocalDate BIRTH = day("2025-08-31");

  /** The last dose given is the one in question; + counts, - does not. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DTP      | DTP 6 w - 1 d                     | - | before 6 weeks of age",
        "DTP      | DTP 6 w                           | + | dose 1",
        "DTP      | DTP 6 w, DTP 10 w - 1 d           | - | less than 4 weeks after the dose",
        "DTP      | DTP 6 w, DTP 10 w                 | + | dose 2",
        "DTP      | DTP 1 y                           | + | dose 1",
        "DTP      | DTP 1 y + 1 d                     | - | after 1 year of age",
        "DTP      | DTP 6 w,DTP 10 w,DTP 14 w,DTP 12 m - 1 d | - | before 12 months of age",
        "DTP      | DTP 6 w,DTP 10 w,DTP 14 w,Td 12 m | + | dose 4",
        "DTP      | DTP 6 w, Td 10 w                  | - | another vaccine is needed for dose 2",
        "DTP      | DTP 6 w, DTP 6 w                  | - | a second dose on the same day",
        "HIB-3    | DTP+HepB+Hib 6 w                  | + | dose 1",
        "HEPB-3   | DTP+IPV+Hib+HepB 6 w              | + | dose 1",
        "HEPB-4   | HepB 0 d                          | - | before 4 weeks of age",
        "HEPB-4   | HepB/birth 28 d                   | - | a birth or zero dose is not counted",
        "HEPB-4   | HepB/birth 1 d, HepB 28 d         | - | less than 4 weeks after the dose",
        "HEPB-4   | HepB/birth 0 d, HepB 28 d         | + | dose 1",
        "HEPB-BIRTH | HepB 2 d                        | + | dose 1",
        "HEPB-BIRTH | HepB 3 d                        | - | after 2 days of age",
        "HEPB-BIRTH | HepB/primary 0 d                | - | not marked as a birth or zero dose",
        "OPV-BIRTH  | bOPV/zero 6 d                   | + | dose 1",
        "OPV-BIRTH  | bOPV/zero 7 d                   | - | after 6 days of age",
        "POLIO    | bOPV 0 d                          | - | before 6 weeks of age",
        "POLIO    | bOPV/zero 6 w                     | - | a birth or zero dose is not counted",
        "POLIO    | IPV 14 w - 1 d                    | - | before 14 weeks of age",
        "POLIO    | IPV 14 w                          | + | dose 1",
        "POLIO    | fIPV 14 w                         | + | dose 1",
        "POLIO    | DTP+IPV+Hib+HepB 14 w             | + | dose 1",
        "POLIO    | IPV 14 w, bOPV 14 w               | + | dose 1",
        "MCV-HIGH | MCV 9 m - 1 d                     | - | before 9 months of age",
        "MCV-HIGH | MR 9 m                            | + | dose 1",
        "MCV-LOW  | MCV 12 m - 1 d                    | - | before 12 months of age",
        "MCV-LOW  | MCV 12 m, MCV 12 m + 27 d         | - | less than 4 weeks after the dose",
        "MCV-LOW  | MCV 12 m, MCV 12 m + 28 d         | + | dose 2",
        "MCV-HIGH | MCV/zero 9 m                      | - | a birth or zero dose is not counted",
        "ROTA     | Rota 24 m                         | + | dose 1",
        "ROTA     | Rota 24 m + 1 d                   | - | after 24 months of age",
        "YF       | YF 9 m - 1 d                      | - | before 9 months of age",
        "BCG      | BCG/birth 0 d                     | + | dose 1",
        "BCG      | BCG 0 d, BCG 3 m                  | - | every dose had been given before",
        "BCG      | HepB 0 d                          | - | not a vaccine of the series asked for"
      })
  void aDoseCountsOrSaysWhyNot(String series, String doses, String sign, String why) {
    List<GivenVerdict> verdicts =
        Who.forecast(series, BIRTH, at(BIRTH, "12 y"), given(BIRTH, doses), Facts.none()).given();
    GivenVerdict last = verdicts.get(verdicts.size() - 1);
    assertThat(last.counts()).isEqualTo(sign.equals("+"));
    assertThat(last.why()).contains(why);
  }

  /** What is next after a dose that does not count. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DTP      | DTP 5 w                           | 1 | 6 w",
        "DTP      | DTP 6 w, DTP 9 w                  | 2 | 13 w",
        "DTP      | DTP 6 w, DTP 9 w, DTP 13 w        | 3 | 17 w",
        "POLIO    | bOPV/zero 0 d                     | 1 | 6 w",
        "MCV-HIGH | MCV 9 m - 1 d                     | 1 | 9 m + 27 d",
        "MCV-LOW  | MCV/zero 6 m                      | 1 | 12 m",
        "ROTA     | Rota 6 w, Rota 8 w                | 2 | 12 w",
        "HEPB-3   | HepB/birth 0 d, HepB 2 w          | 2 | 6 w"
      })
  void aDoseTooEarlyIsGivenAgainAtItsIntervalFromTheLast(
      String series, String doses, int dose, String due) {
    NextDose next = Who.series(series, BIRTH, "9 m", doses).next();
    assertThat(next.dose()).isEqualTo(dose);
    assertThat(next.earliest()).isEqualTo(at(BIRTH, due));
  }

  @ParameterizedTest
  @CsvSource({
    "true, , HepB/birth 0 d, 1, 4 w",
    ", 1999, HepB/birth 0 d, 1, 4 w",
    ", 2000, HepB/birth 0 d, 2, 4 w",
    "false, 2500, HepB/birth 0 d, 2, 4 w",
    "true, , HepB 0 d, 1, 4 w"
  })
  void theBirthDoseOfASmallOrPretermBabyIsNotCountedInThreeDoses(
      Boolean preterm, Integer grams, String doses, int dose, String due) {
    SeriesForecast forecast =
        Who.series("HEPB-3", BIRTH, "10 d", doses, Facts.ofBirth(preterm, grams));
    assertThat(forecast.next().dose()).isEqualTo(dose);
    assertThat(forecast.next().due()).isEqualTo(at(BIRTH, due));
  }

  @Test
  void aDoseBeforeBirthOrAfterTheDayAskedAboutDoesNotCount() {
    List<GivenDose> doses =
        List.of(new GivenDose("DTP", BIRTH.minusDays(1)), new GivenDose("DTP", BIRTH.plusDays(90)));
    ImmunizationForecast forecast =
        Who.forecast("DTP", BIRTH, BIRTH.plusDays(60), doses, Facts.none());
    assertThat(forecast.given()).noneMatch(GivenVerdict::counts);
    assertThat(forecast.given().get(0).why()).contains("before birth");
    assertThat(forecast.given().get(1).why()).contains("the day asked about");
    assertThat(forecast.series().get(0).next().due()).isEqualTo(BIRTH.plusDays(42));
  }

  @Test
  void theOrderOfTheRecordDoesNotMatter() {
    List<GivenDose> doses = given(BIRTH, "DTP 14 w, DTP 6 w, DTP 10 w");
    ImmunizationForecast forecast =
        Who.forecast("DTP", BIRTH, at(BIRTH, "5 m"), doses, Facts.none());
    assertThat(forecast.given())
        .extracting(GivenVerdict::why)
        .containsExactly("DTP: dose 3", "DTP: dose 1", "DTP: dose 2");
    assertThat(forecast.given())
        .extracting(GivenVerdict::on)
        .containsExactlyElementsOf(doses.stream().map(GivenDose::on).toList());
  }

  @Test
  void aCombinationCountsInEverySeriesItHasAPartIn() {
    ImmunizationForecast forecast =
        ImmunizationForecast.of(
            PLAN,
            BIRTH,
            at(BIRTH, "8 w"),
            List.of("DTP", "HIB-3", "HEPB-4", "POLIO"),
            given(BIRTH, "DTP+HepB+Hib 6 w"),
            Facts.none());
    assertThat(forecast.given().get(0).why())
        .isEqualTo("DTP: dose 1; HIB-3: dose 1; HEPB-4: dose 1");
    assertThat(forecast.series()).extracting(one -> one.next().dose()).containsExactly(2, 2, 2, 1);
  }

  @Test
  void whatCannotBeReadIsRefusedByField() {
    assertThatThrownBy(() -> Who.forecast("NOPE", BIRTH, BIRTH, List.of(), Facts.none()))
        .isInstanceOfSatisfying(
            ForecastRefused.class, refused -> assertThat(refused.field()).isEqualTo("series[0]"));
    for (String code : List.of("Nope", "DTP+Nope", "DTP+", "+", "", "DTP+DTP")) {
      assertThatThrownBy(
              () ->
                  Who.forecast(
                      "DTP", BIRTH, BIRTH, List.of(new GivenDose(code, BIRTH)), Facts.none()))
          .isInstanceOfSatisfying(
              ForecastRefused.class,
              refused -> assertThat(refused.field()).isEqualTo("given[0].vaccine"));
    }
    assertThatThrownBy(
            () -> Who.forecast("DTP", BIRTH, BIRTH.minusDays(1), List.of(), Facts.none()))
        .isInstanceOfSatisfying(
            ForecastRefused.class, refused -> assertThat(refused.field()).isEqualTo("asOf"));
  }
}
