package io.doula.schedule;

import static io.doula.schedule.Who.PLAN;
import static io.doula.schedule.Who.day;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** WHO's table of contact weeks, its re-plans and its dating examples, as rows of numbers. */
class AntenatalForecastTest {

  private static final LocalDate LMP = day("2026-01-07");

  /** First contact in week: the weeks that follow. */
  private static final String PLANS =
      """
      4: 12 20 26 30 34 36 38 40
      5: 13 21 27 31 35 37 39 40
      6: 14 22 28 32 36 38 40
      7: 15 23 29 33 37 39 40
      8: 16 24 30 34 36 38 40
      9: 17 25 31 35 37 39 40
      10: 18 26 30 34 36 38 40
      11: 19 27 31 35 37 39 40
      12: 20 26 30 34 36 38 40
      13: 21 27 31 35 37 39 40
      14: 22 28 32 36 38 40
      15: 23 29 33 37 39 40
      16: 24 30 34 36 38 40
      17: 25 31 35 37 39 40
      18: 26 30 34 36 38 40
      19: 27 31 35 37 39 40
      20: 26 30 34 36 38 40
      21: 27 31 35 37 39 40
      22: 28 32 34 36 38 40
      23: 29 33 35 37 39 40
      24: 30 34 36 38 40
      25: 31 35 37 39 40
      26: 30 34 36 38 40
      27: 31 35 37 39 40
      28: 32 34 36 38 40
      29: 33 35 37 39 40
      30: 32 34 36 38 40
      31: 33 35 37 39 40
      32: 34 36 38 40
      33: 35 37 39 40
      34: 36 38 40
      35: 37 39 40
      36: 38 40
      37: 39 40
      38: 40
      39: 40
      40:
      41:
      """;

  /** Weeks in which she came: the weeks that follow. */
  private static final String RE_PLANS =
      """
      10: 18 26 30 34 36 38 40
      10 19: 27 31 35 37 39 40
      10 20: 26 30 34 36 38 40
      10 22: 28 32 36 38 40
      10 25: 31 35 37 39 40
      10 16: 24 30 34 36 38 40
      10 30: 34 36 38 40
      10 30 37: 39 40
      10 37: 39 40
      """;

  /** Day of the visit | LMP, EDD, age | day and result of a scan, EDD, age. */
  private static final String DATINGS =
      """
      2018-06-14 | 2018-01-05 2018-10-12 22+6 | 2018-06-13 22+5 2018-10-12 22+6
      2018-06-14 | 2018-03-27 2019-01-01 11+2 | 2018-05-23 8+3 2018-12-30 11+4
      2018-06-19 | 2017-11-21 2018-08-28 30+0 |
      2018-06-19 | 2018-05-15 2019-02-19 5+0 | 2018-06-19 7+0 2019-02-05 7+0
      2018-06-19 | 2018-01-30 2018-11-06 20+0 |
      2018-06-24 | 2018-01-01 2018-10-08 24+6 |
      2018-06-24 | - - - | 2018-06-12 22+2 2018-10-14 24+0
      2018-06-24 | 2017-12-07 2018-09-13 28+3 |
      2018-07-02 | 2018-04-01 2019-01-06 13+1 |
      2018-07-02 | 2017-12-02 2018-09-08 30+2 | 2018-01-29 7+5 2018-09-12 29+5
      2018-07-02 | 2017-12-15 2018-09-21 28+3 | 2018-04-22 26+5 2018-07-24 36+6
      2018-07-02 | 2018-05-30 2019-03-06 4+5 |
      2018-07-12 | 2018-05-31 2019-03-07 6+0 | 2018-07-12 6+0 2019-03-07 6+0
      2018-07-12 | 2018-03-29 2019-01-03 15+0 |
      2018-07-12 | 2018-05-03 2019-02-07 10+0 |
      2018-07-13 | 2018-05-04 2019-02-08 10+0 |
      2018-07-13 | 2018-02-13 2018-11-20 21+3 |
      2018-07-13 | 2018-02-05 2018-11-12 22+4 | 2018-07-07 19+5 2018-11-26 20+4
      2018-07-13 | 2018-04-10 2019-01-15 13+3 |
      2018-07-13 | 2018-03-12 2018-12-17 17+4 |
      2018-07-13 | 2017-10-01 2018-07-08 40+5 |
      2018-07-13 | 2018-03-09 2018-12-14 18+0 |
      2018-07-13 | 2017-08-05 2018-05-12 48+6 |
      2018-07-13 | 2017-08-25 2018-06-01 46+0 |
      2018-07-13 | 2018-03-01 2018-12-06 19+1 | 2018-06-01 12+0 2018-12-14 18+0
      2018-07-13 | 2017-09-01 2018-06-08 45+0 | 2018-02-01 38+5 2018-02-10 61+6
      2018-07-13 | 2018-01-24 2018-10-31 24+2 |
      2018-07-13 | 2017-08-05 2018-05-12 48+6 |
      2018-07-16 | 2018-01-05 2018-10-12 27+3 |
      2018-07-16 | 2018-05-01 2019-02-05 10+6 |
      2018-07-16 | 2018-05-01 2019-02-05 10+6 |
      2018-07-17 | 2018-04-24 2019-01-29 12+0 | 2018-07-17 12+3 2019-01-26 12+3
      """;

  static Stream<String> plans() {
    return PLANS.lines();
  }

  static Stream<String> rePlans() {
    return RE_PLANS.lines();
  }

  static Stream<String> datings() {
    return DATINGS.lines();
  }

  @ParameterizedTest
  @MethodSource({"plans", "rePlans"})
  void contactsFollowTheTableFromTheWeekSheCame(String row) {
    String[] sides = row.split(":");
    List<Integer> came = weeks(sides[0]);
    List<Integer> next = sides.length == 1 ? List.of() : weeks(sides[1]);
    for (int extraDays : List.of(0, 3, 6)) {
      List<LocalDate> attended =
          came.stream().map(week -> LMP.plusWeeks(week).plusDays(extraDays)).toList();
      AntenatalForecast forecast = forecast(attended, attended.get(attended.size() - 1));
      assertThat(forecast.contacts().stream().map(AntenatalContact::week)).isEqualTo(next);
      assertThat(forecast.contacts().stream().map(AntenatalContact::number))
          .isEqualTo(
              IntStream.range(0, next.size()).map(i -> i + 1 + came.size()).boxed().toList());
      assertThat(forecast.contacts()).allSatisfy(this::isDueWhenItsWeekBegins);
      assertThat(forecast.referOn()).isEqualTo(LMP.plusDays(287));
    }
  }

  @Test
  void allRowsAreThere() {
    assertThat(plans()).hasSize(38);
    assertThat(rePlans()).hasSize(9);
    assertThat(datings()).hasSize(32);
  }

  @ParameterizedTest
  @MethodSource("datings")
  void aPregnancyIsDatedByLmpByScanAndByEdd(String row) {
    String[] parts = row.split("\\|");
    LocalDate on = day(parts[0].strip());
    String[] lmp = parts[1].strip().split(" ");
    if (!lmp[0].equals("-")) {
      isDated(Dating.byLmp(day(lmp[0])), on, lmp[1], lmp[2]);
      isDated(Dating.byEdd(day(lmp[1])), on, lmp[1], lmp[2]);
    }
    if (parts.length > 2) {
      String[] scan = parts[2].strip().split(" ");
      List<Integer> age = weeks(scan[1].replace('+', ' '));
      isDated(Dating.byScan(day(scan[0]), age.get(0), age.get(1)), on, scan[2], scan[3]);
    }
  }

  @Test
  void leapDaysAreDaysOfThePregnancy() {
    assertThat(Dating.byLmp(day("2024-02-29")).edd()).isEqualTo("2024-12-05");
    assertThat(Dating.byLmp(day("2023-05-31")).edd()).isEqualTo("2024-03-06");
    assertThat(Dating.byEdd(day("2024-02-29")).lmp()).isEqualTo("2023-05-25");
    assertThat(Dating.byScan(day("2024-03-01"), 8, 1).lmp()).isEqualTo("2024-01-04");
  }

  @Test
  void beforeTheFirstContactItIsDueByWeekTwelveAndTheOthersFollow() {
    for (int days : List.of(0, 30, 84, 90)) {
      AntenatalForecast forecast = forecast(List.of(), LMP.plusDays(days));
      assertThat(forecast.contacts().stream().map(AntenatalContact::week))
          .containsExactly(12, 20, 26, 30, 34, 36, 38, 40);
      assertThat(forecast.contacts().get(0).number()).isEqualTo(1);
    }
  }

  @Test
  void aWomanWhoHasNotComeByWeekTwentyFiveIsPlannedAsIfSheCameNow() {
    AntenatalForecast forecast = forecast(List.of(), LMP.plusWeeks(25).plusDays(2));
    assertThat(forecast.contacts().stream().map(AntenatalContact::week))
        .containsExactly(12, 31, 35, 37, 39, 40);
    assertThat(forecast.gestationalAge()).isEqualTo(new GestationalAge(25, 2));
  }

  @Test
  void afterTheWeekOfReferralNothingIsPlannedButThePregnancyIsDated() {
    AntenatalForecast forecast = forecast(List.of(), LMP.plusWeeks(45));
    assertThat(forecast.contacts()).isEmpty();
    assertThat(forecast.edd()).isEqualTo("2026-10-14");
    assertThat(forecast.gestationalAge()).isEqualTo(new GestationalAge(45, 0));
    assertThat(forecast(List.of(), LMP.plusWeeks(41).minusDays(1)).contacts()).hasSize(1);
    assertThat(forecast(List.of(), LMP.plusWeeks(41)).contacts()).isEmpty();
  }

  @Test
  void whatHasPassedStaysInThePlanUntilSheComes() {
    List<LocalDate> tenth = List.of(LMP.plusWeeks(10));
    assertThat(forecast(tenth, LMP.plusWeeks(28)).contacts())
        .isEqualTo(forecast(tenth, LMP.plusWeeks(10)).contacts());
  }

  @Test
  void impossibleContactsArePassedOverAndOneDayIsOneContact() {
    LocalDate tenth = LMP.plusWeeks(10);
    AntenatalForecast plain = forecast(List.of(tenth), LMP.plusWeeks(12));
    List<LocalDate> odd =
        List.of(LMP.plusWeeks(13), tenth, LMP.minusDays(1), tenth, LMP.minusYears(1));
    assertThat(forecast(odd, LMP.plusWeeks(12))).isEqualTo(plain);
  }

  @Test
  void twoDaysInOneWeekAreTwoContacts() {
    List<LocalDate> twice = List.of(LMP.plusDays(74), LMP.plusDays(71));
    AntenatalContact next = forecast(twice, LMP.plusWeeks(11)).contacts().get(0);
    assertThat(next.number()).isEqualTo(3);
    assertThat(next.week()).isEqualTo(18);
  }

  @Test
  void aDayBeforeThePregnancyIsRefused() {
    assertThatThrownBy(() -> forecast(List.of(), LMP.minusDays(1)))
        .isInstanceOfSatisfying(
            ForecastRefused.class, refused -> assertThat(refused.field()).isEqualTo("asOf"));
    assertThatThrownBy(() -> Dating.byScan(LMP, 12, 7))
        .isInstanceOfSatisfying(
            ForecastRefused.class, refused -> assertThat(refused.field()).isEqualTo("scan.days"));
  }

  private static AntenatalForecast forecast(List<LocalDate> attended, LocalDate asOf) {
    return AntenatalForecast.of(PLAN, Dating.byLmp(LMP), attended, asOf);
  }

  private void isDueWhenItsWeekBegins(AntenatalContact contact) {
    assertThat(contact.due()).isEqualTo(LMP.plusDays(contact.week() * 7L));
    assertThat(contact.overdueAfter()).isEqualTo(contact.due().plusDays(7));
  }

  private static void isDated(Dating dating, LocalDate on, String edd, String age) {
    GestationalAge found = dating.ageOn(on);
    assertThat(dating.edd()).isEqualTo(edd);
    assertThat(found.weeks() + "+" + found.days()).isEqualTo(age);
  }

  private static List<Integer> weeks(String text) {
    return text.isBlank()
        ? List.of()
        : Arrays.stream(text.strip().split(" ")).map(Integer::valueOf).toList();
  }
}
