package io.doula.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.testing.Answer;
import io.doula.testing.Api;
import io.doula.testing.DoulaTest;
import io.doula.testing.MovedClock;
import io.doula.testing.Staff;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@DoulaTest
class ClinicsTest {
  @Autowired Api api;
  @Autowired Staff staff;
  @Autowired JdbcClient jdbc;
  Nursery nursery;

  @BeforeEach
  void anAdministrator() {
    nursery = new Nursery(api, staff);
  }

  @Test
  void aClinicNeedsNameCountryAndZoneTheRestIsUsual() {
    Answer added =
        nursery.admin.post(
            "/api/clinics/",
            """
            {"name": " Kisumu East ", "country": "KE", "timeZone": "Africa/Nairobi"}""");

    assertThat(added.status()).isEqualTo(201);
    assertThat(added.header("ETag")).isEqualTo("\"1\"");
    Answer read = nursery.admin.get(String.valueOf(added.header("Location")));
    assertThat(read.text()).isEqualTo(added.text());
    assertThat(read.json().path("name").asString()).isEqualTo("Kisumu East");
    assertThat(read.json().path("plan").asString()).isEqualTo("who");
    assertThat(read.json().path("language").asString()).isEqualTo("en");
    assertThat(read.json().path("quietFrom").asString()).isEqualTo("20:00");
    assertThat(read.json().path("quietTo").asString()).isEqualTo("07:00");
    assertThat(read.json().path("sendAt").asString()).isEqualTo("09:00");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name      | null",
        "name      | \"a\\nb\"",
        "country   | \"Kenya\"",
        "timeZone  | \"+03:00\"",
        "plan      | \"unheard-of\"",
        "language  | \"xx\"",
        "quietFrom | \"25:00\"",
        "quietTo   | \"7\"",
        "quietTo   | \"07:00:30\"",
        "sendAt    | \"21:00\"",
        "sendAt    | 9",
        "beds      | 12"
      })
  void aWrongFieldOfAClinicIsNamed(String field, String value) {
    Answer refused =
        nursery.admin.post(
            "/api/clinics/",
            """
            {%s "%s": %s}"""
                .formatted(
                    List.of(
                            "\"name\": \"A\",",
                            "\"country\": \"KE\",",
                            "\"timeZone\": \"Africa/Nairobi\",")
                        .stream()
                        .filter(known -> !known.contains("\"" + field + "\""))
                        .reduce("", String::concat),
                    field,
                    value));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.wrongFields()).containsExactly(field);
  }

  @Test
  void twoClinicsOfOneNameAreAConflictThatSaysSo() {
    nursery.aClinic("Kisumu East");
    long other = nursery.aClinic("Kisumu West");

    Answer second =
        nursery.admin.post(
            "/api/clinics",
            """
            {"name": "Kisumu East", "country": "KE", "timeZone": "Africa/Nairobi"}""");

    assertThat(second.status()).isEqualTo(409);
    assertThat(second.json().path("detail").asString()).contains("name");
    assertThat(nursery.admin.patch("/api/clinics/" + other, "{\"name\": \"Kisumu East\"}").status())
        .isEqualTo(409);
  }

  @Test
  void aChangeSaysWhichVersionItChanges() {
    String path = "/api/clinics/" + nursery.aClinic("Kisumu East");

    Answer changed = nursery.admin.with("If-Match", "\"1\"").patch(path, "{\"sendAt\": \"10:00\"}");

    assertThat(changed.json().path("sendAt").asString()).isEqualTo("10:00");
    assertThat(changed.json().path("name").asString()).isEqualTo("Kisumu East");
    assertThat(changed.header("ETag")).isEqualTo("\"2\"");
    assertThat(
            nursery.admin.with("If-Match", "\"1\"").patch(path, "{\"sendAt\": \"11:00\"}").status())
        .isEqualTo(412);
    assertThat(nursery.admin.get(path).json().path("sendAt").asString()).isEqualTo("10:00");
  }

  @Test
  void newHoursMarkTheClinicsMothersForPlanningAndANewNameDoesNot() {
    long clinic = nursery.aClinic("Kisumu East");
    long mother = nursery.aMotherIn(clinic);
    long elsewhere = nursery.aMotherIn(nursery.aClinic("Kisumu West"));
    jdbc.sql("update mother set replan_at = 'infinity'").update();

    nursery.admin.patch("/api/clinics/" + clinic, "{\"name\": \"Kisumu Central\"}");
    assertThat(toReplan()).isEmpty();

    nursery.admin.patch("/api/clinics/" + clinic, "{\"sendAt\": \"10:00\"}");
    assertThat(toReplan()).containsExactly(mother).doesNotContain(elsewhere);
    assertThat(
            jdbc.sql("select replan_at from mother where id = :id")
                .param("id", mother)
                .query(OffsetDateTime.class)
                .single()
                .toInstant())
        .isEqualTo(MovedClock.START);
  }

  private List<Long> toReplan() {
    return jdbc.sql("select id from mother where replan_at < 'infinity'").query(Long.class).list();
  }

  @Test
  void aNurseSeesHerClinicsAndChangesNone() {
    long hers = nursery.aClinic("Kisumu East");
    long other = nursery.aClinic("Kisumu West");
    Api nurse = api.as(staff.nurse(hers));

    assertThat(nurse.get("/api/clinics/").json().path("items").size()).isEqualTo(1);
    assertThat(nurse.get("/api/clinics/" + hers).status()).isEqualTo(200);
    assertThat(nurse.get("/api/clinics/" + other).status()).isEqualTo(404);
    assertThat(nurse.patch("/api/clinics/" + hers, "{\"name\": \"Mine\"}").status()).isEqualTo(403);
  }

  @Test
  void theListGoesOnWhereItEnded() {
    for (int i = 0; i < 5; i++) {
      nursery.aClinic("Clinic " + i);
    }

    Answer first = nursery.admin.get("/api/clinics/?limit=3");
    Answer second =
        nursery.admin.get("/api/clinics/?limit=3&after=" + first.json().path("next").asString());

    assertThat(first.json().path("items").size()).isEqualTo(3);
    assertThat(second.json().path("items").valueStream().map(c -> c.path("name").asString()))
        .containsExactly("Clinic 3", "Clinic 4");
    assertThat(second.json().path("next").isNull()).isTrue();
    for (String limit : java.util.List.of("501", "%2B5", "%D9%A5")) {
      assertThat(nursery.admin.get("/api/clinics/?limit=" + limit).wrongFields())
          .containsExactly("limit");
    }
    // a cursor of ours, but for its sign
    assertThat(nursery.admin.get("/api/clinics/?after=Yy0x").wrongFields())
        .containsExactly("after");
  }
}
