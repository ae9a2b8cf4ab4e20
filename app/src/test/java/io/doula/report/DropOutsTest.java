package io.doula.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.testing.Answer;
import io.doula.testing.Api;
import io.doula.testing.DoulaTest;
import io.doula.testing.Families;
import io.doula.testing.Staff;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Who began and did not go on, and how clinics stand beside each other. Today is 2026-03-10. */
@DoulaTest
class DropOutsTest {
  private static final LocalDate TODAY = LocalDate.parse("2026-03-10");
  private static final LocalDate TWO = TODAY.minusYears(2);
  private static final String PENTA = "DTP+HepB+Hib";
  private static final int NINE_MONTHS = 276;

  @Autowired Api api;
  @Autowired Staff staff;
  @Autowired Families families;
  Api admin;
  long clinic;

  @BeforeEach
  void aClinic() {
    admin = api.as(staff.admin());
    clinic = families.clinic();
  }

  private long[] childIn(long where, LocalDate born) {
    long mother = families.mother(where);
    return new long[] {mother, families.baby(mother, born, null)};
  }

  private void had(long[] child, LocalDate born, String vaccine, int... ages) {
    for (int age : ages) {
      families.dose(child[0], child[1], vaccine, born.plusDays(age));
    }
  }

  /** "from to started droppedOut dropOut". */
  private List<String> pairs(Api who, String query) {
    Answer answer = who.get("/api/reports/drop-out" + query);
    assertThat(answer.status()).as(answer::toString).isEqualTo(200);
    return answer
        .json()
        .path("items")
        .valueStream()
        .map(
            pair ->
                "%s %s %d %d %s"
                    .formatted(
                        pair.path("from").asString(),
                        pair.path("to").asString(),
                        pair.path("started").asInt(),
                        pair.path("droppedOut").asInt(),
                        pair.path("dropOut").isNull() ? "-" : pair.path("dropOut").asString()))
        .toList();
  }

  @Test
  void whoBeganAndDidNotComeBackHasDroppedOut() {
    long[] faithful = childIn(clinic, TWO);
    had(faithful, TWO, "BCG", 0);
    had(faithful, TWO, PENTA, 42, 70, 98);
    had(faithful, TWO, "MCV", NINE_MONTHS, 460);
    long[] lost = childIn(clinic, TWO);
    had(lost, TWO, "BCG", 0);
    had(lost, TWO, PENTA, 42);
    long[] halfway = childIn(clinic, TWO);
    had(halfway, TWO, PENTA, 42, 70, 98);
    had(halfway, TWO, "MCV", NINE_MONTHS);
    LocalDate young = TODAY.minusDays(60);
    had(childIn(clinic, young), young, "BCG", 0);

    assertThat(pairs(admin, ""))
        .containsExactly("DTP-1 DTP-3 3 1 0.3333", "BCG-1 MCV-1 2 1 0.5", "MCV-1 MCV-2 2 1 0.5");
  }

  @Test
  void aMeaslesDoseWithoutBcgIsNoneThatBeganWithBcg() {
    long[] child = childIn(clinic, TWO);
    had(child, TWO, "MCV", NINE_MONTHS);

    assertThat(pairs(admin, "")).contains("BCG-1 MCV-1 0 0 -");
  }

  @Test
  void withinOneCourseItIsWhatCoverageSays() {
    had(childIn(clinic, TWO), TWO, PENTA, 42, 70);

    JsonNode coverage =
        admin
            .get("/api/reports/coverage")
            .json()
            .path("items")
            .valueStream()
            .filter(item -> item.path("code").asString().equals("DTP-3"))
            .findFirst()
            .orElseThrow();
    assertThat(pairs(admin, ""))
        .contains(
            "DTP-1 DTP-3 %d %d %s"
                .formatted(
                    coverage.path("started").asInt(),
                    coverage.path("droppedOut").asInt(),
                    coverage.path("dropOut").asString()));
  }

  @Test
  void eachSeesTheDropOutOfHerClinics() {
    long other = families.clinic();
    had(childIn(other, TWO), TWO, "BCG", 0);

    assertThat(pairs(api.as(staff.viewer(other)), "")).contains("BCG-1 MCV-1 1 1 1.0");
    assertThat(pairs(api.as(staff.nurse(clinic)), "")).contains("BCG-1 MCV-1 0 0 -");
    assertThat(pairs(admin, "?clinic=" + clinic)).contains("BCG-1 MCV-1 0 0 -");
    assertThat(api.as(staff.nurse(clinic)).get("/api/reports/drop-out?clinic=" + other).status())
        .isEqualTo(404);
  }

  @Test
  void clinicsStandBesideEachOtherTheLowestFirst() {
    long other = families.clinic();
    long empty = families.clinic();
    had(childIn(clinic, TWO), TWO, PENTA, 42, 70, 98);
    had(childIn(other, TWO), TWO, PENTA, 42, 70);
    had(childIn(other, TWO), TWO, PENTA, 200, 230, 260);

    Answer answer = admin.get("/api/reports/clinics?dose=DTP-3");
    assertThat(answer.status()).as(answer::toString).isEqualTo(200);
    assertThat(answer.json().path("target").asDouble()).isEqualTo(0.9);
    assertThat(
            answer
                .json()
                .path("items")
                .valueStream()
                .map(
                    one ->
                        "%s %d %d %d"
                            .formatted(
                                one.path("clinicId").asString(),
                                one.path("eligible").asInt(),
                                one.path("given").asInt(),
                                one.path("onTime").asInt())))
        .containsExactly(other + " 2 1 0", clinic + " 1 1 1", empty + " 0 0 0");
  }

  @Test
  void clinicsComparedAreTheSameNumbersAsTheirCoverage() {
    long other = families.clinic("America/Bogota");
    had(childIn(clinic, TWO), TWO, "Rota", 42, 70);
    had(childIn(other, TWO), TWO, "Rota", 42, 70, 98);
    LocalDate now = TODAY.minusDays(98);
    childIn(clinic, now);
    childIn(other, now);

    for (String dose : List.of("ROTA-3", "DTP-1", "MCV-2")) {
      for (JsonNode one :
          admin.get("/api/reports/clinics?dose=" + dose).json().path("items").values()) {
        JsonNode same =
            admin
                .get("/api/reports/coverage?clinic=" + one.path("clinicId").asString())
                .json()
                .path("items")
                .valueStream()
                .filter(item -> item.path("code").asString().equals(dose))
                .findFirst()
                .orElseThrow();
        for (String number : List.of("eligible", "given", "coverage", "onTime", "onTimeRate")) {
          assertThat(one.path(number)).as(dose + " " + number).isEqualTo(same.path(number));
        }
      }
    }
  }

  @Test
  void aDoseThatThePlanLacksIsRefused() {
    assertThat(admin.get("/api/reports/clinics?dose=DTP-9").wrongFields()).containsExactly("dose");
    assertThat(admin.get("/api/reports/clinics").status()).isEqualTo(400);
    Answer hers = api.as(staff.nurse(clinic)).get("/api/reports/clinics?dose=DTP-3");
    assertThat(hers.json().path("items").size()).isEqualTo(families.clinic() > 0 ? 1 : 0);
  }

  @Test
  void bothAreTablesToo() {
    Api csv = admin.with("Accept", "text/csv");

    assertThat(csv.get("/api/reports/drop-out").text().lines())
        .first()
        .isEqualTo(
            "plan,plan_version,as_of,from,from_title,to,to_title,started,dropped_out,drop_out");
    assertThat(csv.get("/api/reports/clinics?dose=DTP-3").text().lines().toList().get(1))
        .startsWith("who,2026.1,2026-03-10T06:00:00Z,DTP-3,\"DTP-HepB-Hib, dose 3\",0.9," + clinic)
        .endsWith(",0,0,,0,");
  }
}
