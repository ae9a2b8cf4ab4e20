package io.doula.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.testing.Answer;
import io.doula.testing.Api;
import io.doula.testing.DoulaTest;
import io.doula.testing.Staff;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** A mother who was registered twice, and what becomes of her records. Today is 2026-03-10. */
@DoulaTest
abstract class TwiceRegistered {
  @Autowired Api api;
  @Autowired Staff staff;
  @Autowired JdbcClient jdbc;
  Nursery nursery;
  Api admin;
  long clinic;
  long kept;
  long other;

  @BeforeEach
  void aMotherWhoWasRegisteredTwice() {
    nursery = new Nursery(api, staff);
    admin = nursery.admin;
    clinic = nursery.aClinic("Kisumu East");
    kept = mother("Amina Otieno", "+254712000001", "\"externalId\": \"K-1\"");
    other =
        mother(
            "Otieno Amina",
            "+254712000001",
            "\"externalId\": \"K-2\", \"email\": \"amina@example.org\"");
  }

  long mother(String name, String phone, String more) {
    return Nursery.idOf(
        admin.post(
            "/api/mothers/",
            """
            {"clinicId": "%d", "fullName": "%s", "phone": "%s", "consent": true, %s}"""
                .formatted(clinic, name, phone, more)));
  }

  long baby(long mother, String born, String name) {
    return Nursery.idOf(
        admin.post(
            "/api/babies/",
            """
            {"motherId": "%d", "birthDate": "%s", "name": %s}"""
                .formatted(mother, born, name == null ? null : "\"" + name + "\"")));
  }

  void dose(long baby, String vaccine, String on) {
    Answer given =
        admin.post(
            "/api/babies/" + baby + "/doses",
            "{\"vaccine\": \"%s\", \"on\": \"%s\"}".formatted(vaccine, on));
    assertThat(given.status()).isEqualTo(201);
  }

  Answer merge(String more) {
    return admin.post(
        "/api/mothers/" + kept + "/merge", "{\"with\": \"" + other + "\"" + more + "}");
  }

  JsonNode merged(String more) {
    Answer answer = merge(more);
    assertThat(answer.status()).as(answer::toString).isEqualTo(201);
    return answer.json();
  }

  Answer undo(JsonNode merge) {
    return admin.post("/api/merges/" + merge.path("id").asString() + "/undo", "{}");
  }

  JsonNode mother() {
    return nursery.mother(kept).json();
  }

  /** All rows of both but for what counts how often they were touched. */
  Map<String, List<String>> contents() {
    Map<String, List<String>> contents = new TreeMap<>();
    for (String table : List.of("mother", "pregnancy", "baby", "contact", "dose", "visit")) {
      contents.put(
          table,
          jdbc.sql(
                  "select cast(to_jsonb(t) - 'version' - 'why' as text) from "
                      + table
                      + " t order by 1")
              .query(String.class)
              .list());
    }
    contents.put("reminders", reminders());
    contents.put(
        "spoken of",
        jdbc.sql(
                """
                select l.visit_id || ' ' || l.kind || ' ' || r.mother_id || ' ' || r.day || ' ' || r.state
                from reminder_visit l join reminder r on r.id = l.reminder_id
                order by 1
                """)
            .query(String.class)
            .list());
    return contents;
  }

  /** But for those that came to nothing. */
  List<String> reminders() {
    return jdbc.sql(
            """
            select mother_id || ' ' || day || ' ' || kind || ' ' || state from reminder
            where state <> 'CANCELLED' order by 1
            """)
        .query(String.class)
        .list();
  }
}
