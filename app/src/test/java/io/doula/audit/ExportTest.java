package io.doula.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.core.Role;
import io.doula.reminder.Delivery;
import io.doula.reminder.Tick;
import io.doula.staff.Account;
import io.doula.testing.Answer;
import io.doula.testing.Api;
import io.doula.testing.DoulaTest;
import io.doula.testing.Families;
import io.doula.testing.MovedClock;
import io.doula.testing.Staff;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ActiveProfiles;
import tools.jackson.databind.JsonNode;

@DoulaTest
@ActiveProfiles("local")
@Import(TrailRows.class)
class ExportTest {
  /** By which columns a table tells that it holds something of a person's. */
  private static final Set<String> HERS =
      Set.of("mother_id", "mothers", "baby_id", "pregnancy_id", "visit_id", "reminder_id");

  @Autowired Api api;
  @Autowired Staff staff;
  @Autowired Families families;
  @Autowired TrailRows rows;
  @Autowired JdbcClient jdbc;
  @Autowired Tick tick;
  @Autowired Delivery delivery;
  @Autowired MovedClock clock;
  Account account;
  Api nurse;
  long clinic;
  String mother;

  @BeforeEach
  void aMotherWithAHistory() {
    clinic = families.clinic();
    account = staff.account(Role.NURSE, clinic);
    nurse = api.as(staff.tokenOf(account));
    mother =
        nurse
            .post(
                "/api/mothers/",
                """
                {"clinicId": "%d", "fullName": "Amina Otieno", "phone": "+254700000001",
                 "channels": ["sms"], "consent": true, "externalId": "K-1"}
                """
                    .formatted(clinic))
            .json()
            .path("id")
            .asString();
    String baby =
        nurse
            .post(
                "/api/babies/",
                "{\"motherId\": \"%s\", \"birthDate\": \"2026-01-29\", \"birthTime\": \"04:47\"}"
                    .formatted(mother))
            .json()
            .path("id")
            .asString();
    nurse.post(
        "/api/babies/" + baby + "/doses",
        "{\"vaccine\": \"BCG\", \"on\": \"2026-01-30\", \"product\": \"Lot 7\"}");
    nurse.post("/api/babies/" + baby + "/contacts", "{\"on\": \"2026-02-02\"}");
    nurse.post("/api/mothers/" + mother + "/pregnancies", "{\"lmp\": \"2026-02-20\"}");
    clock.set("2026-03-12T06:01:00Z");
    tick.run(clock.now());
    delivery.deliverDue(clock.now());
    families.mother(clinic, "+254700000002");
    nurse.get("/api/mothers/");
  }

  @Test
  void allThatIsHeldIsInOneFile() {
    Answer answer = nurse.get("/api/mothers/" + mother + "/export");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).startsWith("application/json");
    assertThat(answer.header("Content-Disposition"))
        .isEqualTo("attachment; filename=\"mother-" + mother + ".json\"");
    JsonNode whole = answer.json();
    assertThat(whole.propertyNames())
        .containsExactlyElementsOf(
            java.util.stream.Stream.concat(
                    java.util.stream.Stream.of("exportedAt"), Export.PARTS.keySet().stream())
                .toList());
    assertThat(whole.path("mother").path(0).path("fullName").asString()).isEqualTo("Amina Otieno");
    assertThat(whole.path("mother").path(0).path("id").isString()).isTrue();
    assertThat(whole.path("mother").path(0).path("registeredAt").asString())
        .isEqualTo("2026-03-10T06:00:00Z");
    assertThat(whole.path("babies").path(0).path("birthTime").asString()).startsWith("04:47");
    assertThat(whole.path("babies").path(0).path("birthDate").asString()).isEqualTo("2026-01-29");
    assertThat(whole.path("doses").path(0).path("product").asString()).isEqualTo("Lot 7");
    assertThat(whole.path("contacts")).hasSize(1);
    assertThat(whole.path("pregnancies").path(1).path("lmp").asString()).isEqualTo("2026-02-20");
    assertThat(whole.path("visits")).isNotEmpty();
    assertThat(whole.path("attempts")).hasSize(1);
    assertThat(whole.path("reminders")).isNotEmpty();
    assertThat(whole.path("mother").path(0).path("channels").path(0).asString()).isEqualTo("sms");
  }

  @Test
  void itTellsWhoSawHerAndNothingOfOthersWhoStoodBesideHer() {
    JsonNode trail = nurse.get("/api/mothers/" + mother + "/export").json().path("trail");

    assertThat(
            trail
                .valueStream()
                .map(e -> e.path("actor").asString() + " " + e.path("action").asString()))
        .contains("STAFF ADDED", "PROGRAM MESSAGED", "STAFF VIEWED", "STAFF EXPORTED");
    assertThat(trail.valueStream().filter(e -> e.path("action").asString().equals("VIEWED")))
        .allMatch(
            e -> !e.has("mothers") && e.path("username").asString().equals(account.username()));
  }

  @Test
  void thatSheWasExportedIsOnTheTrail() {
    nurse.get("/api/mothers/" + mother + "/export");

    assertThat(rows.last()).isEqualTo("staff " + account.username() + " EXPORTED MOTHER " + mother);
  }

  @Test
  void itIsForHerNurseAndAnAdmin() {
    String path = "/api/mothers/" + mother + "/export/";
    assertThat(api.as(staff.admin()).get(path).status()).isEqualTo(200);
    assertThat(api.as(staff.viewer(clinic)).get(path).status()).isEqualTo(403);
    assertThat(api.as(staff.nurse(families.clinic())).get(path).status()).isEqualTo(404);
    assertThat(api.get(path).status()).isEqualTo(401);
    assertThat(nurse.get("/api/mothers/999999/export").status()).isEqualTo(404);
  }

  /** A new table with something of hers is to be told, too. */
  @Test
  void noTableThatHoldsSomethingOfHersIsForgotten() {
    List<String> tables =
        jdbc.sql(
                """
                select distinct table_name from information_schema.columns
                where table_schema = 'public' and column_name = any(:hers)
                """)
            .param("hers", HERS.toArray(String[]::new))
            .query(String.class)
            .list();
    String told = Export.PARTS.values().stream().collect(Collectors.joining(" "));

    assertThat(tables)
        .isNotEmpty()
        // marks of the erased, and the phones of the local profile, which are hers
        .filteredOn(table -> !Set.of("erased", "local_message").contains(table))
        .allMatch(table -> told.matches("(?s).*from " + table + "\\s.*"));
  }
}
