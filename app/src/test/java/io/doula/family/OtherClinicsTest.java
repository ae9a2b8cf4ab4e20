package io.doula.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.testing.Api;
import io.doula.testing.DoulaTest;
import io.doula.testing.Staff;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@DoulaTest
class OtherClinicsTest {
  @Autowired Api api;
  @Autowired Staff staff;

  @Test
  void aThingOfAnotherClinicIsNotThereForANurse() {
    Nursery nursery = new Nursery(api, staff);
    long hers = nursery.aClinic("Kisumu East");
    long other = nursery.aClinic("Kisumu West");
    long mother = nursery.aMotherIn(other);
    long pregnancy = nursery.aPregnancyOf(mother, "2025-12-01");
    long contact =
        Nursery.idOf(nursery.on("/api/pregnancies/" + pregnancy + "/contacts", "2026-02-01"));
    long baby = nursery.aBabyOf(mother, "2024-01-01");
    long dose =
        Nursery.idOf(
            nursery.admin.post(
                "/api/babies/" + baby + "/doses",
                "{\"vaccine\": \"BCG\", \"on\": \"2024-01-02\"}"));
    long babyContact = Nursery.idOf(nursery.on("/api/babies/" + baby + "/contacts", "2024-01-02"));
    Api nurse = api.as(staff.nurse(hers));

    String day = "{\"on\": \"2026-03-01\"}";
    List<Request> requests =
        List.of(
            new Request("GET", "/api/clinics/" + other, null),
            new Request("GET", "/api/mothers/?clinic=" + other, null),
            new Request("POST", "/api/mothers/", nursery.motherIn(other)),
            new Request("GET", "/api/mothers/" + mother, null),
            new Request("PATCH", "/api/mothers/" + mother, "{\"language\": \"sw\"}"),
            new Request("POST", "/api/mothers/" + mother + "/opt-out", "{}"),
            new Request("POST", "/api/mothers/" + mother + "/opt-in", "{}"),
            new Request("POST", "/api/mothers/" + mother + "/death", day),
            new Request(
                "POST", "/api/mothers/" + mother + "/pregnancies", "{\"lmp\": \"2025-12-01\"}"),
            new Request("POST", "/api/mothers/" + mother + "/postnatal-contacts", day),
            new Request("GET", "/api/pregnancies/" + pregnancy, null),
            new Request("PATCH", "/api/pregnancies/" + pregnancy, "{\"lmp\": \"2025-12-02\"}"),
            new Request("POST", "/api/pregnancies/" + pregnancy + "/contacts", day),
            new Request("DELETE", "/api/pregnancies/" + pregnancy + "/contacts/" + contact, null),
            new Request(
                "POST",
                "/api/pregnancies/" + pregnancy + "/outcome",
                "{\"outcome\": \"MISCARRIAGE\", \"on\": \"2026-03-01\"}"),
            new Request("GET", "/api/pregnancies/" + pregnancy + "/schedule", null),
            new Request(
                "POST",
                "/api/babies/",
                "{\"motherId\": \"" + mother + "\", \"birthDate\": \"2024-01-01\"}"),
            new Request("GET", "/api/babies/" + baby, null),
            new Request("PATCH", "/api/babies/" + baby, "{\"name\": \"A\"}"),
            new Request(
                "POST",
                "/api/babies/" + baby + "/doses",
                "{\"vaccine\": \"MCV\", \"on\": \"2026-03-01\"}"),
            new Request("DELETE", "/api/babies/" + baby + "/doses/" + dose, null),
            new Request("POST", "/api/babies/" + baby + "/contacts", day),
            new Request("DELETE", "/api/babies/" + baby + "/contacts/" + babyContact, null),
            new Request("POST", "/api/babies/" + baby + "/death", day),
            new Request("GET", "/api/babies/" + baby + "/schedule", null),
            new Request("GET", "/api/visits/?clinic=" + other, null),
            new Request("GET", "/api/reminders/?clinic=" + other, null),
            new Request("GET", "/api/reminders/?mother=" + mother, null));

    for (Request request : requests) {
      assertThat(request.sentBy(nurse)).as(request::toString).isEqualTo(404);
    }
    String after = nursery.mother(mother).text();
    assertThat(after).contains("\"language\":null", "\"optedOut\":false", "\"outcome\":null");
    assertThat(nurse.get("/api/mothers/").json().path("items").size()).isZero();
    for (Request request : requests) {
      assertThat(request.sentBy(nursery.admin)).as(request::toString).isNotEqualTo(404);
    }
  }

  @Test
  void anIdThatIsNoneIsNotThere() {
    Api admin = api.as(staff.admin());

    for (String id : List.of("1", "0", "-1", "abc", "99999999999999999999", "1%20")) {
      for (String thing : List.of("clinics", "mothers", "pregnancies", "babies")) {
        assertThat(admin.get("/api/" + thing + "/" + id).status()).as(thing + id).isEqualTo(404);
      }
    }
  }

  @Test
  void aViewerReadsAndRecordsNothing() {
    Nursery nursery = new Nursery(api, staff);
    long clinic = nursery.aClinic("Kisumu East");
    long mother = nursery.aMotherIn(clinic);
    Api viewer = api.as(staff.viewer(clinic));

    assertThat(viewer.get("/api/mothers/" + mother).status()).isEqualTo(200);
    assertThat(viewer.get("/api/visits/").status()).isEqualTo(200);
    assertThat(viewer.post("/api/mothers/", nursery.motherIn(clinic)).status()).isEqualTo(403);
    assertThat(viewer.post("/api/mothers/" + mother + "/opt-out", "{}").status()).isEqualTo(403);
    assertThat(nursery.imports(viewer, "clinic\n").status()).isEqualTo(403);
  }

  @Test
  void aMotherDoesNotMoveToAClinicThatTheNurseDoesntKnow() {
    Nursery nursery = new Nursery(api, staff);
    long hers = nursery.aClinic("Kisumu East");
    long other = nursery.aClinic("Kisumu West");
    long mother = nursery.aMotherIn(hers);
    Api nurse = api.as(staff.nurse(hers));
    String move = "{\"clinicId\": \"" + other + "\"}";

    assertThat(nurse.patch("/api/mothers/" + mother, move).status()).isEqualTo(404);
    assertThat(nurse.get("/api/mothers/" + mother).status()).isEqualTo(200);
    assertThat(nursery.admin.patch("/api/mothers/" + mother, move).status()).isEqualTo(200);
    assertThat(nurse.get("/api/mothers/" + mother).status()).isEqualTo(404);
  }

  private record Request(String method, String path, String json) {
    int sentBy(Api api) {
      return (json == null
              ? api.send(method, path, null, null)
              : api.send(method, path, "application/json", BodyPublishers.ofString(json)))
          .status();
    }
  }
}
