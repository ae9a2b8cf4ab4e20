package io.doula.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.testing.Answer;
import io.doula.testing.Api;
import io.doula.testing.DoulaTest;
import io.doula.testing.Staff;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** A clinic into which tests import registers over HTTP. Today is 2026-03-10. */
@DoulaTest
abstract class Registers {
  static final String HEADER =
      "clinic,external_id,full_name,phone,email,language,channels,time_zone,consent,"
          + "lmp,edd,baby_name,baby_sex,baby_birth_date\n";

  @Autowired Api api;
  @Autowired Staff staff;
  @Autowired JdbcClient jdbc;
  @Autowired Imports imports;
  @Autowired Mothers mothers;
  Nursery nursery;
  long clinic;

  @BeforeEach
  void aClinic() {
    nursery = new Nursery(api, staff);
    clinic = nursery.aClinic("Kisumu East");
  }

  JsonNode imported(String csv) {
    Answer answer = nursery.imports(nursery.admin, csv);
    assertThat(answer.status()).as(answer::toString).isEqualTo(200);
    return answer.json();
  }

  void assertTally(JsonNode result, int accepted, int unchanged, String... rejected) {
    assertThat(
            result
                .path("rejected")
                .valueStream()
                .map(r -> r.path("line").asInt() + " " + r.path("column").asString()))
        .as(result::toString)
        .containsExactly(rejected);
    assertThat(result.path("accepted").asInt()).isEqualTo(accepted);
    assertThat(result.path("unchanged").asInt()).isEqualTo(unchanged);
  }

  long count(String table) {
    return jdbc.sql("select count(*) from " + table).query(Long.class).single();
  }

  JsonNode onlyMother() {
    String id =
        nursery.admin.get("/api/mothers/").json().path("items").get(0).path("id").asString();
    return nursery.admin.get("/api/mothers/" + id).json();
  }
}
