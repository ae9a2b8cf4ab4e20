package io.doula.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.testing.Answer;
import io.doula.testing.Api;
import io.doula.testing.DoulaTest;
import io.doula.testing.MovedClock;
import io.doula.testing.Staff;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Today is 2026-03-10, and it is 09:00. */
@DoulaTest
class BabiesTest {
  @Autowired Api api;
  @Autowired Staff staff;
  @Autowired JdbcClient jdbc;
  @Autowired MovedClock clock;
  Nursery nursery;
  long mother;

  @BeforeEach
  void aMother() {
    nursery = new Nursery(api, staff);
    mother = nursery.aMotherIn(nursery.aClinic("Kisumu East"));
  }

  @Test
  void aBabyIsShownAsItWasSent() {
    Answer born =
        nursery.admin.post(
            "/api/babies/",
            """
            {"motherId": "%d", "birthDate": "2026-03-10", "birthTime": "08:59", "name": "Zoë",
             "sex": "FEMALE", "birthWeightGrams": 3100}"""
                .formatted(mother));

    assertThat(born.status()).as(born::toString).isEqualTo(201);
    Answer read = nursery.admin.get(String.valueOf(born.header("Location")));
    assertThat(read.text()).isEqualTo(born.text());
    assertThat(read.json().path("birthTime").asString()).isEqualTo("08:59");
    assertThat(read.json().path("doses").isArray()).isTrue();
    assertThat(nursery.mother(mother).json().path("babies").get(0).path("name").asString())
        .isEqualTo("Zoë");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "birthDate        | null",
        "birthDate        | \"2026-03-11\"",
        "birthDate        | \"2026-02-29\"",
        "birthDate        | \"2006-03-10\"",
        "birthDate        | \"10/03/2026\"",
        "birthTime        | \"09:01\"",
        "birthTime        | \"24:00\"",
        "birthTime        | \"9am\"",
        "name             | \"a\\u0000\"",
        "sex              | \"GIRL\"",
        "sex              | 1",
        "birthWeightGrams | 199",
        "birthWeightGrams | 9001",
        "birthWeightGrams | \"3000\"",
        "birthWeightGrams | 3000.5",
        "motherId         | null",
        "motherId         | \"x\"",
        "twin             | true"
      })
  void aWrongFieldOfABabyIsNamedAndNothingIsStored(String field, String value) {
    String json =
        """
        {"motherId": "%d", "birthDate": "2026-03-10"}"""
            .formatted(mother);
    Answer refused = nursery.admin.post("/api/babies/", MothersTest.withField(json, field, value));

    assertThat(refused.status()).as(refused::toString).isEqualTo(400);
    assertThat(refused.wrongFields()).containsExactly(field);
    assertThat(jdbc.sql("select count(*) from baby").query(Long.class).single()).isZero();
  }

  @Test
  void aBabyKeepsItsMother() {
    long baby = nursery.aBabyOf(mother, "2026-03-01");

    assertThat(nursery.admin.patch("/api/babies/" + baby, "{\"motherId\": \"99\"}").wrongFields())
        .containsExactly("motherId");
  }

  @Test
  void theSameDoseIsRecordedOnceInWhateverOrderItsPartsAre() {
    String path = "/api/babies/" + nursery.aBabyOf(mother, "2026-01-01") + "/doses";

    Answer first = dose(path, "DTP+HepB+Hib", "2026-02-12");
    Answer again = dose(path + "/", "Hib+DTP+HepB", "2026-02-12");

    assertThat(first.status()).as(first::toString).isEqualTo(201);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.text()).isEqualTo(first.text());
    assertThat(jdbc.sql("select count(*) from dose").query(Long.class).single()).isEqualTo(1);
  }

  private Answer dose(String path, String vaccine, String on) {
    return nursery.admin.post(path, "{\"vaccine\": \"%s\", \"on\": \"%s\"}".formatted(vaccine, on));
  }

  @ParameterizedTest
  @CsvSource({
    "BCG, 2026-02-28, on", // the day before its birth
    "BCG, 2026-03-11, on",
    "BCG, 2026-02-29, on",
    "BGC, 2026-03-02, vaccine",
    "DTP+Hob, 2026-03-02, vaccine"
  })
  void aWrongDoseIsNamedAndNotStored(String vaccine, String on, String field) {
    String path = "/api/babies/" + nursery.aBabyOf(mother, "2026-03-01") + "/doses";

    assertThat(dose(path, vaccine, on).wrongFields()).containsExactly(field);
    assertThat(jdbc.sql("select count(*) from dose").query(Long.class).single()).isZero();
  }

  @Test
  void aDoseWithoutDayOrVaccineIsRefused() {
    String path = "/api/babies/" + nursery.aBabyOf(mother, "2026-03-01") + "/doses";

    assertThat(nursery.admin.post(path, "{}").wrongFields())
        .containsExactlyInAnyOrder("vaccine", "on");
  }

  @Test
  void aDoseTypedInErrorIsTakenBack() {
    String baby = "/api/babies/" + nursery.aBabyOf(mother, "2026-01-01");
    long other = nursery.aBabyOf(mother, "2026-01-01");
    long dose = Nursery.idOf(dose(baby + "/doses", "BCG", "2026-01-02"));

    assertThat(delete("/api/babies/" + other + "/doses/" + dose)).isEqualTo(404);
    assertThat(delete(baby + "/doses/" + dose)).isEqualTo(204);
    assertThat(delete(baby + "/doses/" + dose)).isEqualTo(404);
    assertThat(nursery.admin.get(baby).json().path("doses").size()).isZero();
  }

  private int delete(String path) {
    return nursery.admin.send("DELETE", path, null, null).status();
  }

  @Test
  void aBabysContactIsRecordedOnceAndTakenBack() {
    String baby = "/api/babies/" + nursery.aBabyOf(mother, "2026-03-01");

    long contact = Nursery.idOf(nursery.on(baby + "/contacts", "2026-03-02"));
    assertThat(nursery.on(baby + "/contacts", "2026-03-02").status()).isEqualTo(200);
    assertThat(nursery.on(baby + "/contacts", "2026-02-28").wrongFields()).containsExactly("on");
    assertThat(nursery.on(baby + "/contacts", "2026-03-11").wrongFields()).containsExactly("on");
    assertThat(nursery.admin.get(baby).json().path("contacts").size()).isEqualTo(1);
    assertThat(delete(baby + "/contacts/" + contact)).isEqualTo(204);
    assertThat(nursery.admin.get(baby).json().path("contacts").size()).isZero();
  }

  @Test
  void nothingIsRecordedAfterADeathNorADeathBeforeWhatIsRecorded() {
    String baby = "/api/babies/" + nursery.aBabyOf(mother, "2026-02-01");
    dose(baby + "/doses", "BCG", "2026-02-03");

    assertThat(nursery.on(baby + "/death", "2026-02-02").wrongFields()).containsExactly("on");
    assertThat(nursery.on(baby + "/death", "2026-01-31").wrongFields()).containsExactly("on");
    assertThat(nursery.on(baby + "/death", "2026-03-11").wrongFields()).containsExactly("on");
    Answer died = nursery.on(baby + "/death", "2026-03-01");
    assertThat(died.json().path("diedOn").asString()).isEqualTo("2026-03-01");
    assertThat(nursery.on(baby + "/death", "2026-03-01").status()).isEqualTo(200);
    assertThat(nursery.on(baby + "/death", "2026-03-02").status()).isEqualTo(409);
    assertThat(dose(baby + "/doses", "bOPV", "2026-03-02").wrongFields()).containsExactly("on");
    assertThat(nursery.admin.patch(baby, "{\"birthDate\": \"2026-02-04\"}").wrongFields())
        .containsExactly("birthDate");
  }
}
