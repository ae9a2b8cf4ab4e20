package io.doula.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.testing.Api;
import io.doula.testing.DoulaTest;
import io.doula.testing.Families;
import io.doula.testing.MovedClock;
import io.doula.testing.Staff;
import java.time.LocalDate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Who is counted, and as what. Today is 2026-03-10; the first DTP is due at six weeks. */
@DoulaTest
class CoverageTest {
  private static final LocalDate TODAY = LocalDate.parse("2026-03-10");
  private static final LocalDate YEAR_OLD = TODAY.minusDays(365);
  private static final int SIX_WEEKS = 42;
  private static final String PENTA = "DTP+HepB+Hib";

  @Autowired Api api;
  @Autowired Staff staff;
  @Autowired Families families;
  @Autowired MovedClock clock;
  @Autowired JdbcClient jdbc;
  long clinic;

  @BeforeEach
  void aClinic() {
    clinic = families.clinic();
  }

  private Baby baby(LocalDate born) {
    return babyIn(clinic, born);
  }

  private Baby babyIn(long where, LocalDate born) {
    long mother = families.mother(where);
    return new Baby(mother, families.baby(mother, born, null), born);
  }

  /** A child, to whom doses are given at ages in days. */
  private final class Baby {
    final long mother;
    final long id;
    final LocalDate born;

    Baby(long mother, long id, LocalDate born) {
      this.mother = mother;
      this.id = id;
      this.born = born;
    }

    Baby had(String vaccine, int... ages) {
      for (int age : ages) {
        families.dose(mother, id, vaccine, born.plusDays(age));
      }
      return this;
    }
  }

  private JsonNode report(String query) {
    var answer = api.as(staff.admin()).get("/api/reports/coverage/" + query);
    assertThat(answer.status()).as(answer::toString).isEqualTo(200);
    return answer.json();
  }

  private JsonNode dose(String code) {
    return dose(report(""), code);
  }

  private static JsonNode dose(JsonNode report, String code) {
    return report
        .path("items")
        .valueStream()
        .filter(item -> item.path("code").asString().equals(code))
        .findFirst()
        .orElseThrow();
  }

  /** "eligible given onTime" of a dose. */
  private String counts(String code) {
    return counts(report(""), code);
  }

  private static String counts(JsonNode report, String code) {
    JsonNode dose = dose(report, code);
    return "%d %d %d"
        .formatted(
            dose.path("eligible").asInt(), dose.path("given").asInt(), dose.path("onTime").asInt());
  }

  /** "started droppedOut" of a dose. */
  private String dropOut(String code) {
    JsonNode dose = dose(code);
    return dose.path("started").asInt() + " " + dose.path("droppedOut").asInt();
  }

  @Test
  void aChildIsEligibleFromTheRecommendedAgeOn() {
    baby(TODAY.minusDays(SIX_WEEKS - 1));
    assertThat(counts("BCG-1")).isEqualTo("1 0 0");
    assertThat(counts("DTP-1")).isEqualTo("0 0 0");

    baby(TODAY.minusDays(SIX_WEEKS));
    assertThat(counts("DTP-1")).isEqualTo("1 0 0");
    assertThat(counts("DTP-2")).isEqualTo("0 0 0");
    assertThat(dose("DTP-1").path("coverage").asDouble()).isZero();
  }

  @Test
  void aDoseIsOnTimeUntilTheAgeAtWhichItBecomesOverdue() {
    baby(YEAR_OLD).had(PENTA, SIX_WEEKS);
    baby(YEAR_OLD).had(PENTA, SIX_WEEKS + 7);
    baby(YEAR_OLD).had(PENTA, SIX_WEEKS + 8);
    baby(YEAR_OLD);

    assertThat(counts("DTP-1")).isEqualTo("4 3 2");
    assertThat(dose("DTP-1").path("coverage").asDouble()).isEqualTo(0.75);
    assertThat(dose("DTP-1").path("onTimeRate").asDouble()).isEqualTo(0.6667);
  }

  @Test
  void aDoseGivenTooEarlyDoesNotCount() {
    baby(YEAR_OLD).had(PENTA, SIX_WEEKS - 1);
    assertThat(counts("DTP-1")).isEqualTo("1 0 0");

    baby(YEAR_OLD).had(PENTA, SIX_WEEKS, SIX_WEEKS + 27);
    assertThat(counts("DTP-1")).isEqualTo("2 1 1");
    assertThat(counts("DTP-2")).isEqualTo("2 0 0");
  }

  @Test
  void aCatchUpIsGivenAndLateHoweverSoonItFollows() {
    baby(YEAR_OLD).had(PENTA, 200, 228, 256);

    assertThat(counts("DTP-1")).isEqualTo("1 1 0");
    assertThat(counts("DTP-2")).isEqualTo("1 1 0");
    assertThat(counts("DTP-3")).isEqualTo("1 1 0");
    assertThat(dropOut("DTP-3")).isEqualTo("1 0");
  }

  @Test
  void whoIsLateIsEligibleForTheNextDoseAtTheSameAgeAsOthers() {
    baby(TODAY.minusDays(75)).had(PENTA, 70);

    // the visit of the second has moved to the age of 98 days; the recommended age is ten weeks
    assertThat(counts("DTP-2")).isEqualTo("1 0 0");
  }

  @Test
  void aDoseGivenBeforeItsRecommendedAgeCountsFromThatAgeOn() {
    baby(LocalDate.parse("2024-12-11")).had("MCV", 280, 310);
    assertThat(counts("MCV-2")).isEqualTo("0 0 0");

    clock.set("2026-03-11T06:00:00Z");
    assertThat(counts("MCV-2")).isEqualTo("1 1 1");
  }

  @Test
  void aDoseThatWasTakenBackIsNotGiven() {
    Baby baby = baby(YEAR_OLD).had("BCG", 0);
    assertThat(counts("BCG-1")).isEqualTo("1 1 1");

    families.change(baby.mother, "delete from dose where baby_id = :baby", "baby", baby.id);

    assertThat(counts("BCG-1")).isEqualTo("1 0 0");
  }

  @Test
  void aChildWhoDiedIsNotCounted() {
    baby(YEAR_OLD).had("BCG", 0);
    Baby died = baby(YEAR_OLD).had("BCG", 0);

    families.change(
        died.mother, "update baby set died_on = '2026-01-01' where id = :id", "id", died.id);

    assertThat(counts("BCG-1")).isEqualTo("1 1 1");
  }

  @Test
  void aStillbirthIsNobodyToCount() {
    long mother = families.mother(clinic);
    long pregnancy = families.pregnancy(mother, LocalDate.parse("2025-06-01"));

    var ended =
        api.as(staff.admin())
            .post(
                "/api/pregnancies/" + pregnancy + "/outcome",
                "{\"outcome\": \"STILLBIRTH\", \"on\": \"2026-02-20\"}");

    assertThat(ended.status()).as(ended::toString).isLessThan(300);
    assertThat(counts("BCG-1")).isEqualTo("0 0 0");
  }

  @Test
  void neitherAStopNorTheMothersDeathTakesTheChildOut() {
    Baby stopped = baby(YEAR_OLD);
    Baby orphan = baby(YEAR_OLD);
    families.change(
        stopped.mother,
        "update mother set opted_out_at = :now, consent = false where id = :id",
        "id",
        stopped.mother);
    families.change(
        orphan.mother,
        "update mother set died_on = '2026-01-01' where id = :id",
        "id",
        orphan.mother);

    assertThat(counts("BCG-1")).isEqualTo("2 0 0");
  }

  @Test
  void aChildCountsAtTheClinicWhereTheMotherIsNow() {
    long other = families.clinic();
    Baby baby = baby(YEAR_OLD).had("BCG", 0);
    families.change(
        baby.mother,
        "update mother set clinic_id = :clinic where id = :id",
        "clinic",
        other,
        "id",
        baby.mother);

    assertThat(counts(report("?clinic=" + clinic), "BCG-1")).isEqualTo("0 0 0");
    assertThat(counts(report("?clinic=" + other), "BCG-1")).isEqualTo("1 1 1");
    assertThat(counts("BCG-1")).isEqualTo("1 1 1");
  }

  @Test
  void dropOutIsOfThoseWhoBeganAndArePastTheAgeForTheDose() {
    baby(YEAR_OLD).had(PENTA, 42, 70, 98);
    baby(YEAR_OLD).had(PENTA, 42, 70);
    baby(YEAR_OLD).had(PENTA, 42);
    baby(YEAR_OLD); // never began
    baby(TODAY.minusDays(100)).had(PENTA, 42); // may still have the third on time

    JsonNode third = dose("DTP-3");
    assertThat(third.path("dropOutFrom").asString()).isEqualTo("DTP-1");
    assertThat(dropOut("DTP-3")).isEqualTo("3 2");
    assertThat(third.path("dropOut").asDouble()).isEqualTo(0.6667);
    assertThat(dropOut("DTP-2")).isEqualTo("4 2");
    assertThat(dose("DTP-1").path("dropOutFrom").isNull()).isTrue();
    assertThat(dose("DTP-1").path("dropOut").isNull()).isTrue();
  }

  @Test
  void measlesDropOutIsFromTheFirstToTheSecond() {
    LocalDate twoYears = TODAY.minusDays(730);
    baby(twoYears).had("MCV", 280, 460);
    baby(twoYears).had("MR", 280);
    baby(TODAY.minusDays(400)).had("MCV", 280);

    assertThat(dose("MCV-2").path("dropOutFrom").asString()).isEqualTo("MCV-1");
    assertThat(dropOut("MCV-2")).isEqualTo("2 1");
  }

  @Test
  void whoNeedsFewerDosesIsNotMissedForTheRest() {
    Baby two = baby(YEAR_OLD);
    for (int age : new int[] {42, 70}) {
      families.change(
          two.mother,
          """
          insert into dose (baby_id, vaccine, given_on, product, recorded_at)
          values (:baby, 'Rota', :on, 'Rotarix', :now)
          """,
          "baby",
          two.id,
          "on",
          two.born.plusDays(age));
    }
    baby(YEAR_OLD).had("Rota", 42, 70);
    baby(YEAR_OLD);

    assertThat(counts("ROTA-2")).isEqualTo("3 2 2");
    assertThat(counts("ROTA-3")).isEqualTo("2 0 0");
    assertThat(dropOut("ROTA-3")).isEqualTo("1 1");
  }

  @Test
  void whoBecameTooOldForTheRestIsMissed() {
    baby(TODAY.minusDays(1000)).had("Rota", 42);

    assertThat(counts("ROTA-2")).isEqualTo("1 0 0");
    assertThat(dropOut("ROTA-3")).isEqualTo("1 1");
  }

  @Test
  void aDoseThatTurnsOutToBeOneTooManyIsNotGiven() {
    Baby baby = baby(YEAR_OLD).had("Rota", 42, 70, 98);
    assertThat(counts("ROTA-3")).isEqualTo("1 1 1");

    families.change(
        baby.mother, "update dose set product = 'Rotarix' where baby_id = :baby", "baby", baby.id);

    assertThat(counts("ROTA-2")).isEqualTo("1 1 1");
    assertThat(counts("ROTA-3")).isEqualTo("0 0 0");
  }

  @Test
  void aClinicsDayBeginsAtItsOwnMidnight() {
    long kathmandu = families.clinic("Asia/Kathmandu");
    babyIn(kathmandu, LocalDate.parse("2026-03-11").minusDays(SIX_WEEKS));
    baby(LocalDate.parse("2026-03-11").minusDays(SIX_WEEKS)); // in Nairobi

    clock.set("2026-03-10T18:14:59Z"); // 23:59:59 in Kathmandu
    assertThat(counts("DTP-1")).isEqualTo("0 0 0");

    clock.set("2026-03-10T18:15:00Z");
    assertThat(counts("DTP-1")).isEqualTo("1 0 0");
    assertThat(counts(report("?clinic=" + kathmandu), "DTP-1")).isEqualTo("1 0 0");

    clock.set("2026-03-10T21:00:00Z");
    assertThat(counts("DTP-1")).isEqualTo("2 0 0");
  }

  @Test
  void aDayWithoutAMidnightBeginsWhenTheClockMoves() {
    clock.set("2026-03-28T21:59:59Z");
    babyIn(families.clinic("Asia/Beirut"), LocalDate.parse("2026-03-29").minusDays(SIX_WEEKS));
    assertThat(counts("DTP-1")).isEqualTo("0 0 0");

    clock.set("2026-03-28T22:00:00Z"); // 01:00 on the 29th
    assertThat(counts("DTP-1")).isEqualTo("1 0 0");
  }

  @Test
  void whereNobodyIsCountedThereIsNoRate() {
    JsonNode report = report("?clinic=" + clinic);

    assertThat(report.path("items").size()).isGreaterThan(15);
    for (JsonNode dose : report.path("items")) {
      assertThat(dose.path("eligible").asInt()).isZero();
      for (String rate : new String[] {"coverage", "onTimeRate", "dropOut"}) {
        assertThat(dose.path(rate).isNull()).as(rate).isTrue();
      }
    }
    assertThat(counts("BCG-1")).isEqualTo("0 0 0");
  }

  @Test
  void theReportSaysWhatItCounts() {
    clock.set("2026-03-10T06:00:00Z");
    JsonNode report = report("?clinic=" + clinic + "&plan=who");

    assertThat(report.path("plan").asString()).isEqualTo("who");
    assertThat(report.path("planVersion").asString()).isNotBlank();
    assertThat(report.path("asOf").asString()).isEqualTo("2026-03-10T06:00:00Z");
    assertThat(report.path("clinics").get(0).asString()).isEqualTo(Long.toString(clinic));
    assertThat(report.path("next").isNull()).isTrue();
    JsonNode first = dose(report, "DTP-1");
    assertThat(first.path("title").asString()).isEqualTo("DTP-HepB-Hib, dose 1");
    assertThat(first.path("series").asString()).isEqualTo("DTP");
    assertThat(first.path("vaccine").asString()).isEqualTo(PENTA);
    assertThat(first.path("dose").asInt()).isEqualTo(1);
    assertThat(
            report
                .path("items")
                .valueStream()
                .map(item -> item.path("code").asString())
                .filter(code -> code.startsWith("DTP")))
        .containsExactly("DTP-1", "DTP-2", "DTP-3", "DTP-4", "DTP-5", "DTP-6");
  }
}
