package io.doula.family;

import io.doula.testing.Api;
import io.doula.testing.DoulaTest;
import io.doula.testing.MovedClock;
import io.doula.testing.Staff;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/**
 * A clinic with a baby, for whom tests write visits as the derivation would. Today is 2026-03-10.
 */
@DoulaTest
abstract class WrittenVisits {
  @Autowired Api api;
  @Autowired Staff staff;
  @Autowired JdbcClient jdbc;
  @Autowired MovedClock clock;
  Nursery nursery;
  long clinic;
  long mother;
  long baby;

  @BeforeEach
  void aBaby() {
    nursery = new Nursery(api, staff);
    clinic = nursery.aClinic("Kisumu East");
    mother = nursery.aMotherIn(clinic);
    baby = nursery.aBabyOf(mother, "2025-06-01");
    forgetVisits();
  }

  /** What was derived when the family was registered is not what these tests are about. */
  void forgetVisits() {
    jdbc.sql("delete from reminder").update();
    jdbc.sql("delete from visit").update();
  }

  /** A visit of the baby. */
  void visit(String code, String due, String overdueAfter, String latest) {
    visit(code, due, overdueAfter, latest, null, false, false, false);
  }

  void visit(
      String code,
      String due,
      String overdueAfter,
      String latest,
      String doneOn,
      boolean needsReview,
      boolean cancelled,
      boolean provisional) {
    jdbc.sql(
            """
            insert into visit (mother_id, baby_id, kind, code, title, due, overdue_after, latest, done_on,
              needs_review, cancelled, provisional, why, plan, plan_version)
            values (:mother, :baby, 'VACCINATION', :code, :code, cast(:due as date),
              cast(:overdueAfter as date), cast(:latest as date), cast(:doneOn as date),
              :needsReview, :cancelled, :provisional, 'a rule', 'who', '7')
            """)
        .param("mother", mother)
        .param("baby", baby)
        .param("code", code)
        .param("due", due)
        .param("overdueAfter", overdueAfter)
        .param("latest", latest)
        .param("doneOn", doneOn)
        .param("needsReview", needsReview)
        .param("cancelled", cancelled)
        .param("provisional", provisional)
        .update();
  }

  List<String> statuses(JsonNode items) {
    return items
        .valueStream()
        .map(item -> item.path("code").asString() + " " + item.path("status").asString())
        .toList();
  }
}
