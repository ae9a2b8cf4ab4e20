package io.doula.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.testing.Answer;
import io.doula.testing.Api;
import io.doula.testing.Staff;
import java.net.http.HttpRequest.BodyPublishers;

/** Families for tests, made over HTTP by an administrator: {@code nursery.aMotherIn(clinic)}. */
final class Nursery {
  final Api admin;
  private int phones;

  Nursery(Api api, Staff staff) {
    this.admin = api.as(staff.admin());
  }

  /** A clinic in Nairobi: id. */
  long aClinic(String name) {
    return aClinic(name, "Africa/Nairobi");
  }

  long aClinic(String name, String zone) {
    return idOf(
        admin.post(
            "/api/clinics/",
            """
            {"name": "%s", "country": "KE", "timeZone": "%s"}"""
                .formatted(name, zone)));
  }

  long aMotherIn(long clinic) {
    return idOf(admin.post("/api/mothers/", motherIn(clinic)));
  }

  /** A mother who could be registered, with a phone of her own. */
  String motherIn(long clinic) {
    return """
    {"clinicId": "%d", "fullName": "Asha Wanjiru", "phone": "+2547120%05d", "consent": true}"""
        .formatted(clinic, ++phones);
  }

  long aPregnancyOf(long mother, String lmp) {
    return idOf(
        admin.post("/api/mothers/%d/pregnancies".formatted(mother), "{\"lmp\": \"" + lmp + "\"}"));
  }

  long aBabyOf(long mother, String birthDate) {
    return idOf(baby(mother, birthDate));
  }

  Answer baby(long mother, String birthDate) {
    return admin.post(
        "/api/babies/",
        """
        {"motherId": "%d", "birthDate": "%s"}"""
            .formatted(mother, birthDate));
  }

  Answer mother(long id) {
    return admin.get("/api/mothers/" + id);
  }

  Answer pregnancy(long id) {
    return admin.get("/api/pregnancies/" + id);
  }

  Answer on(String path, String day) {
    return admin.post(path, "{\"on\": \"" + day + "\"}");
  }

  Answer imports(Api api, String csv) {
    return api.send("POST", "/api/imports/", "text/csv", BodyPublishers.ofString(csv));
  }

  static long idOf(Answer created) {
    assertThat(created.status()).as(created::toString).isEqualTo(201);
    return Long.parseLong(created.json().path("id").asString());
  }
}
