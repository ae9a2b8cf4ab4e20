package io.doula.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.testing.Answer;
import io.doula.testing.Api;
import io.doula.testing.DoulaTest;
import io.doula.testing.Families;
import io.doula.testing.MovedClock;
import io.doula.testing.Staff;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** What the coming days bring. Today is 2026-03-10, a Tuesday, in Nairobi. */
@DoulaTest
class LoadTest {
  /** Six weeks old on 2026-03-17: polio, DTP, pneumococci, rotavirus and the last contact. */
  private static final LocalDate BORN = LocalDate.parse("2026-02-03");

  @Autowired Api api;
  @Autowired Staff staff;
  @Autowired Families families;
  @Autowired MovedClock clock;
  Api admin;
  long clinic;

  @BeforeEach
  void aClinic() {
    admin = api.as(staff.admin());
    clinic = families.clinic();
  }

  private JsonNode report(String query) {
    Answer answer = admin.get("/api/reports/load" + query);
    assertThat(answer.status()).as(answer::toString).isEqualTo(200);
    return answer.json();
  }

  /** "day mothers visits messages". */
  private List<String> days(String query) {
    return report(query)
        .path("items")
        .valueStream()
        .map(
            day ->
                "%s %d %d %d"
                    .formatted(
                        day.path("day").asString(),
                        day.path("mothers").asInt(),
                        day.path("visits").asInt(),
                        day.path("messages").asInt()))
        .toList();
  }

  @Test
  void aMotherWithTwinsIsOneMotherAndComesForBoth() {
    long mother = families.mother(clinic);
    families.baby(mother, BORN, "Baraka");
    families.baby(mother, BORN, "Zawadi");

    assertThat(days("?from=2026-03-17&to=2026-03-17")).containsExactly("2026-03-17 1 10 1");
  }

  @Test
  void aReminderTwoDaysBeforeIsThatDaysMessage() {
    families.baby(families.mother(clinic), BORN, null);

    assertThat(days("?from=2026-03-15&to=2026-03-15")).containsExactly("2026-03-15 0 0 1");
  }

  @Test
  void aChildWhoDiedIsNobodysLoad() {
    long mother = families.mother(clinic);
    long baby = families.baby(mother, BORN, null);
    assertThat(days("?from=2026-03-17&to=2026-03-17")).containsExactly("2026-03-17 1 5 1");

    families.change(mother, "update baby set died_on = '2026-03-09' where id = :id", "id", baby);

    assertThat(days("?from=2026-03-11&to=2026-03-31"))
        .allSatisfy(day -> assertThat(day).contains(" 0 0"));
  }

  @Test
  void whatIsDoneIsNoLoad() {
    long mother = families.mother(clinic);
    long baby = families.baby(mother, BORN, null);
    // in the morning of the day on which all falls due
    clock.set("2026-03-17T04:00:00Z");
    families.changed(mother);
    assertThat(days("")).contains("2026-03-17 1 5 1");

    families.dose(mother, baby, "DTP+HepB+Hib", LocalDate.parse("2026-03-17"));

    assertThat(days("")).contains("2026-03-17 1 4 1");
  }

  @Test
  void withoutDatesItIsFourWeeksFromEachClinicsToday() {
    long honolulu = families.clinic("Pacific/Honolulu");
    JsonNode both = report("");
    assertThat(both.path("from").asString()).isEqualTo("2026-03-09");
    assertThat(both.path("to").asString()).isEqualTo("2026-04-06");

    JsonNode hers = report("?clinic=" + honolulu);
    assertThat(hers.path("from").asString()).isEqualTo("2026-03-09");
    assertThat(hers.path("to").asString()).isEqualTo("2026-04-05");

    // due on 2026-03-09: today in Honolulu, and yesterday in Nairobi
    LocalDate sixWeeksAgo = LocalDate.parse("2026-03-09").minusDays(42);
    families.baby(families.mother(honolulu), sixWeeksAgo, null);
    families.baby(families.mother(clinic), sixWeeksAgo, null);
    assertThat(days("").stream().filter(day -> day.startsWith("2026-03-09")))
        .singleElement()
        .asString()
        .startsWith("2026-03-09 1 5");
    assertThat(days("?clinic=" + clinic)).noneMatch(day -> day.startsWith("2026-03-09"));
  }

  @Test
  void eachSeesTheLoadOfHerClinics() {
    long other = families.clinic();
    families.baby(families.mother(clinic), BORN, null);
    families.baby(families.mother(other), BORN, null);

    String day = "/api/reports/load?from=2026-03-17&to=2026-03-17";
    assertThat(clinics(api.as(staff.nurse(clinic)).get(day))).containsExactly("" + clinic);
    assertThat(clinics(api.as(staff.viewer(other)).get(day))).containsExactly("" + other);
    assertThat(clinics(admin.get(day))).containsExactly("" + clinic, "" + other);
    assertThat(clinics(api.as(staff.nurse()).get(day))).isEmpty();
    assertThat(api.as(staff.nurse(clinic)).get(day + "&clinic=" + other).status()).isEqualTo(404);
    assertThat(admin.get(day + "&clinic=999999").status()).isEqualTo(404);
  }

  private static List<String> clinics(Answer answer) {
    return answer
        .json()
        .path("items")
        .valueStream()
        .map(item -> item.path("clinicId").asString())
        .toList();
  }

  @Test
  void aPeriodThatIsNoneIsRefused() {
    String path = "/api/reports/load?clinic=" + clinic;
    assertThat(admin.get(path + "&from=2026-03-10&to=2026-03-09").wrongFields())
        .containsExactly("to");
    assertThat(admin.get(path + "&from=2026-03-10&to=2026-06-10").wrongFields())
        .containsExactly("to");
    assertThat(admin.get(path + "&from=2026-03-10&to=2026-06-09").status()).isEqualTo(200);
    assertThat(admin.get(path + "&from=2026-03-10T00:00:00Z").wrongFields())
        .containsExactly("from");
    assertThat(admin.get("/api/reports/load?from=tomorrow").wrongFields()).containsExactly("from");
  }

  @Test
  void loadIsATableToo() {
    families.baby(families.mother(clinic), BORN, null);
    Answer csv =
        admin.with("Accept", "text/csv").get("/api/reports/load?from=2026-03-17&to=2026-03-17");

    assertThat(csv.header("Content-Disposition")).contains("load.csv");
    List<String> lines = csv.text().lines().toList();
    assertThat(lines.get(0)).isEqualTo("clinic_id,clinic,day,mothers,visits,messages");
    assertThat(lines.get(1)).startsWith(clinic + ",Clinic ").endsWith(",2026-03-17,1,5,1");
    assertThat(lines).hasSize(2);
  }
}
