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

/** Today is 2026-03-10. */
@DoulaTest
class PregnanciesTest {
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

  private Answer begin(String json) {
    return nursery.admin.post("/api/mothers/" + mother + "/pregnancies", json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"lmp\": \"2025-12-01\"} | 2025-12-01 | 2026-09-07 | 14 | 1",
        "{\"edd\": \"2026-09-07\"} | 2025-12-01 | 2026-09-07 | 14 | 1",
        "{\"scan\": {\"date\": \"2026-03-01\", \"weeks\": 12, \"days\": 6}}"
            + " | 2025-12-01 | 2026-09-07 | 14 | 1",
        "{\"lmp\": \"2026-03-10\"} | 2026-03-10 | 2026-12-15 | 0 | 0",
        "{\"lmp\": \"2025-05-06\"} | 2025-05-06 | 2026-02-10 | 44 | 0",
        "{\"edd\": \"2026-12-15\"} | 2026-03-10 | 2026-12-15 | 0 | 0"
      })
  void aPregnancyIsDatedInOneOfThreeWays(String json, String lmp, String edd, int weeks, int days) {
    Answer begun = begin(json);

    assertThat(begun.status()).as(begun::toString).isEqualTo(201);
    assertThat(begun.json().path("lmp").asString()).isEqualTo(lmp);
    assertThat(begun.json().path("edd").asString()).isEqualTo(edd);
    assertThat(begun.json().path("gestationalAge").path("weeks").asInt()).isEqualTo(weeks);
    assertThat(begun.json().path("gestationalAge").path("days").asInt()).isEqualTo(days);
    assertThat(nursery.admin.get(String.valueOf(begun.header("Location"))).text())
        .isEqualTo(begun.text());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | lmp",
        "{\"lmp\": null} | lmp",
        "{\"lmp\": \"2025-12-01\", \"edd\": \"2026-09-07\"} | lmp",
        "{\"lmp\": \"2026-03-11\"} | lmp",
        "{\"lmp\": \"2025-05-05\"} | lmp",
        "{\"lmp\": \"2026-02-30\"} | lmp",
        "{\"lmp\": \"01.12.2025\"} | lmp",
        "{\"lmp\": 20251201} | lmp",
        "{\"edd\": \"2026-12-16\"} | edd",
        "{\"edd\": \"2026-02-09\"} | edd",
        "{\"scan\": {\"date\": \"2026-03-11\", \"weeks\": 12, \"days\": 0}} | scan.date",
        "{\"scan\": {\"date\": \"2025-06-01\", \"weeks\": 12, \"days\": 0}} | scan.date",
        "{\"scan\": {\"weeks\": 12, \"days\": 0}} | scan.date",
        "{\"scan\": {\"date\": \"2026-03-01\", \"weeks\": 3, \"days\": 0}} | scan.weeks",
        "{\"scan\": {\"date\": \"2026-03-01\", \"weeks\": 44, \"days\": 0}} | scan.weeks",
        "{\"scan\": {\"date\": \"2026-03-01\", \"weeks\": 12, \"days\": 7}} | scan.days",
        "{\"scan\": {\"date\": \"2026-03-01\", \"weeks\": 12, \"days\": -1}} | scan.days",
        "{\"scan\": {\"date\": \"2026-03-01\", \"weeks\": 12.5, \"days\": 1}} | scan.weeks",
        "{\"scan\": {\"date\": \"2026-03-01\", \"weeks\": 12, \"days\": 1, \"by\": 1}} | scan.by",
        "{\"due\": \"2026-03-01\"} | due"
      })
  void wrongDatesAreNamed(String json, String field) {
    Answer refused = begin(json);

    assertThat(refused.status()).as(refused::toString).isEqualTo(400);
    assertThat(refused.wrongFields()).containsExactly(field);
    assertThat(jdbc.sql("select count(*) from pregnancy").query(Long.class).single()).isZero();
  }

  @Test
  void todayIsTheDayWhereSheLives() {
    clock.set("2026-03-10T22:00:00Z"); // already the 11th in Nairobi, still the 10th in Lagos
    nursery.admin.patch("/api/mothers/" + mother, "{\"timeZone\": \"Africa/Lagos\"}");
    assertThat(begin("{\"lmp\": \"2026-03-11\"}").wrongFields()).containsExactly("lmp");

    nursery.admin.patch("/api/mothers/" + mother, "{\"timeZone\": null}");
    assertThat(begin("{\"lmp\": \"2026-03-11\"}").status()).isEqualTo(201);
  }

  @Test
  void aSecondOpenPregnancyIsAConflict() {
    nursery.aPregnancyOf(mother, "2025-12-01");

    assertThat(begin("{\"lmp\": \"2025-12-01\"}").status()).isEqualTo(409);
    assertThat(jdbc.sql("select count(*) from pregnancy").query(Long.class).single()).isEqualTo(1);
  }

  @Test
  void aPregnancyIsDatedAnewWhicheverWayItWasDated() {
    String path = "/api/pregnancies/" + nursery.aPregnancyOf(mother, "2025-12-01");

    Answer redated =
        nursery.admin.with("If-Match", "\"1\"").patch(path, "{\"edd\": \"2026-09-14\"}");

    assertThat(redated.status()).isEqualTo(200);
    assertThat(redated.json().path("datedBy").asString()).isEqualTo("EDD");
    assertThat(redated.json().path("lmp").asString()).isEqualTo("2025-12-08");
    assertThat(redated.header("ETag")).isEqualTo("\"2\"");
    assertThat(
            nursery
                .admin
                .with("If-Match", "\"1\"")
                .patch(path, "{\"edd\": \"2026-09-15\"}")
                .status())
        .isEqualTo(412);
    assertThat(nursery.admin.patch(path, "{\"lmp\": \"2026-03-11\"}").wrongFields())
        .containsExactly("lmp");
    assertThat(nursery.admin.patch(path, "{}").wrongFields()).containsExactly("lmp");
  }

  @Test
  void noDateMakesAPregnancyBeginAfterAContact() {
    String path = "/api/pregnancies/" + nursery.aPregnancyOf(mother, "2025-12-01");
    long contact = Nursery.idOf(nursery.on(path + "/contacts", "2026-02-01"));

    assertThat(nursery.admin.patch(path, "{\"lmp\": \"2026-02-02\"}").wrongFields())
        .containsExactly("lmp");

    nursery.admin.send("DELETE", path + "/contacts/" + contact, null, null);
    assertThat(nursery.admin.patch(path, "{\"lmp\": \"2026-02-02\"}").status()).isEqualTo(200);
  }

  @Test
  void aContactOfOneDayIsRecordedOnce() {
    String path = "/api/pregnancies/" + nursery.aPregnancyOf(mother, "2025-12-01");

    assertThat(nursery.on(path + "/contacts", "2026-02-01").status()).isEqualTo(201);
    Answer again = nursery.on(path + "/contacts/", "2026-02-01");

    assertThat(again.status()).isEqualTo(200);
    assertThat(nursery.admin.get(path).json().path("contacts").size()).isEqualTo(1);
  }

  @Test
  void aContactThatCantHaveBeenIsRefused() {
    String path = "/api/pregnancies/" + nursery.aPregnancyOf(mother, "2025-12-01");
    String contacts = path + "/contacts";

    assertThat(nursery.on(contacts, "2026-03-11").wrongFields()).containsExactly("on");
    assertThat(nursery.on(contacts, "2025-11-30").wrongFields()).containsExactly("on");
    assertThat(nursery.on(contacts, "2026-02-29").wrongFields()).containsExactly("on");
    assertThat(nursery.admin.post(contacts, "{}").wrongFields()).containsExactly("on");
    nursery.admin.post(path + "/outcome", "{\"outcome\": \"MISCARRIAGE\", \"on\": \"2026-03-01\"}");
    assertThat(nursery.on(contacts, "2026-03-02").wrongFields()).containsExactly("on");
    assertThat(nursery.on(contacts, "2026-03-01").status()).isEqualTo(201);
  }

  @Test
  void aLiveBirthBringsItsBabies() {
    String path = "/api/pregnancies/" + nursery.aPregnancyOf(mother, "2025-07-01");
    String outcome =
        """
        {"outcome": "LIVE_BIRTH", "on": "2026-03-09", "babies": [
          {"name": "Amina", "sex": "FEMALE", "birthTime": "23:50", "birthWeightGrams": 2900},
          {"name": "Asha", "sex": "FEMALE"}]}""";

    Answer ended = nursery.admin.post(path + "/outcome", outcome);

    assertThat(ended.status()).as(ended::toString).isEqualTo(200);
    assertThat(ended.json().path("endedOn").asString()).isEqualTo("2026-03-09");
    assertThat(nursery.admin.post(path + "/outcome/", outcome).status()).isEqualTo(200);
    assertThat(nursery.mother(mother).json().path("babies").size()).isEqualTo(2);
    assertThat(
            nursery
                .mother(mother)
                .json()
                .path("babies")
                .valueStream()
                .map(baby -> baby.path("pregnancyId").asString()))
        .containsOnly(ended.json().path("id").asString());
  }

  @Test
  void anotherOutcomeThanTheRecordedOneIsAConflict() {
    String path = "/api/pregnancies/" + nursery.aPregnancyOf(mother, "2025-07-01") + "/outcome";
    nursery.admin.post(path, "{\"outcome\": \"STILLBIRTH\", \"on\": \"2026-03-01\"}");

    assertThat(outcome(path, "STILLBIRTH", "2026-03-01").status()).isEqualTo(200);
    assertThat(outcome(path, "LIVE_BIRTH", "2026-03-01").status()).isEqualTo(409);
    assertThat(outcome(path, "STILLBIRTH", "2026-03-02").status()).isEqualTo(409);
  }

  private Answer outcome(String path, String outcome, String on) {
    return nursery.admin.post(path, "{\"outcome\": \"%s\", \"on\": \"%s\"}".formatted(outcome, on));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"on\": \"2026-03-01\"} | outcome",
        "{\"outcome\": \"BIRTH\", \"on\": \"2026-03-01\"} | outcome",
        "{\"outcome\": 0, \"on\": \"2026-03-01\"} | outcome",
        "{\"outcome\": \"LIVE_BIRTH\"} | on",
        "{\"outcome\": \"LIVE_BIRTH\", \"on\": \"2026-03-11\"} | on",
        "{\"outcome\": \"LIVE_BIRTH\", \"on\": \"2025-06-30\"} | on",
        "{\"outcome\": \"STILLBIRTH\", \"on\": \"2026-03-01\", \"babies\": [{}]} | babies",
        "{\"outcome\": \"LIVE_BIRTH\", \"on\": \"2026-03-01\", \"babies\": [{\"sex\": \"F\"}]}"
            + " | babies[0].sex",
        "{\"outcome\": \"LIVE_BIRTH\", \"on\": \"2026-03-01\", \"babies\": [{}, {\"birthWeightGrams\": 3}]}"
            + " | babies[1].birthWeightGrams",
        "{\"outcome\": \"LIVE_BIRTH\", \"on\": \"2026-03-10\", \"babies\": [{\"birthTime\": \"09:01\"}]}"
            + " | babies[0].birthTime",
        "{\"outcome\": \"LIVE_BIRTH\", \"on\": \"2026-03-01\", \"babies\": [null]} | babies[0]"
      })
  void aWrongOutcomeIsNamedAndThePregnancyGoesOn(String json, String field) {
    String path = "/api/pregnancies/" + nursery.aPregnancyOf(mother, "2025-07-01");

    Answer refused = nursery.admin.post(path + "/outcome", json);

    assertThat(refused.status()).as(refused::toString).isEqualTo(400);
    assertThat(refused.wrongFields()).containsExactly(field);
    assertThat(nursery.admin.get(path).json().path("outcome").isNull()).isTrue();
    assertThat(jdbc.sql("select count(*) from baby").query(Long.class).single()).isZero();
  }

  @Test
  void herOwnPostnatalContactsBelongToTheLastPregnancyThatEnded() {
    long pregnancy = nursery.aPregnancyOf(mother, "2025-07-01");
    String contacts = "/api/mothers/" + mother + "/postnatal-contacts";
    assertThat(nursery.on(contacts, "2026-03-02").status()).isEqualTo(409);
    outcome("/api/pregnancies/" + pregnancy + "/outcome", "LIVE_BIRTH", "2026-03-01");

    assertThat(nursery.on(contacts, "2026-02-28").status()).isEqualTo(409);
    assertThat(nursery.on(contacts, "2026-03-02").status()).isEqualTo(201);
    assertThat(nursery.on(contacts, "2026-03-02").status()).isEqualTo(200);
    assertThat(nursery.on(contacts, "2026-03-11").wrongFields()).containsExactly("on");
    assertThat(nursery.pregnancy(pregnancy).json().path("postnatalContacts").size()).isEqualTo(1);
    assertThat(nursery.pregnancy(pregnancy).json().path("contacts").size()).isZero();
  }

  @Test
  void aMotherWhoDiedHasNoNewPregnancy() {
    nursery.on("/api/mothers/" + mother + "/death", "2026-03-01");

    assertThat(begin("{\"lmp\": \"2025-12-01\"}").status()).isEqualTo(409);
  }
}
