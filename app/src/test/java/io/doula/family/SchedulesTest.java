package io.doula.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.testing.Answer;
import io.doula.testing.DoulaTest;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Today is 2026-03-10. */
@DoulaTest
class SchedulesTest extends WrittenVisits {
  @Test
  void aStatusFollowsFromTheDay() {
    visit("a", "2026-03-11", null, null);
    visit("b", "2026-03-10", "2026-03-17", null);
    visit("c", "2026-03-03", "2026-03-10", null);
    visit("d", "2026-03-02", "2026-03-09", null);
    visit("e", "2026-03-01", "2026-03-08", "2026-03-10");
    visit("f", "2026-02-28", "2026-03-07", "2026-03-09");
    visit("g", "2026-02-27", "2026-03-01", "2026-03-01", "2026-02-27", true, false, false);
    visit("h", "2026-02-26", "2026-03-01", "2026-03-01", null, true, false, false);
    visit("i", "2026-02-25", "2026-03-01", null, "2026-02-25", true, true, false);

    Answer schedule = nursery.admin.get("/api/babies/" + baby + "/schedule/");

    assertThat(schedule.json().path("plan").asString()).isEqualTo("who");
    assertThat(schedule.json().path("planVersion").asString()).isEqualTo("7");
    assertThat(statuses(schedule.json().path("items")))
        .containsExactly(
            "i CANCELLED",
            "h NEEDS_REVIEW",
            "g DONE",
            "f EXPIRED",
            "e OVERDUE",
            "d OVERDUE",
            "c DUE",
            "b DUE",
            "a PLANNED");
  }

  @Test
  void aVisitThatCannotFallDueInTimeHasExpiredAlreadyToday() {
    visit("a", "2026-03-20", null, "2026-03-19");
    visit("b", "2026-03-19", null, "2026-03-19");

    assertThat(
            statuses(nursery.admin.get("/api/babies/" + baby + "/schedule/").json().path("items")))
        .containsExactly("b PLANNED", "a EXPIRED");
    assertThat(statuses(nursery.admin.get("/api/visits/?status=expired").json().path("items")))
        .containsExactly("a EXPIRED");
  }

  @Test
  void aPregnancysScheduleListsItsVisits() {
    long pregnancy = nursery.aPregnancyOf(mother, "2025-12-01");
    forgetVisits();
    Answer empty = nursery.admin.get("/api/pregnancies/" + pregnancy + "/schedule");
    assertThat(empty.json().path("plan").asString()).isEqualTo("who");
    assertThat(empty.json().path("items").size()).isZero();

    jdbc.sql(
            """
            insert into visit (mother_id, pregnancy_id, kind, code, title, due, why, plan, plan_version)
            values (:mother, :pregnancy, 'ANTENATAL', 'ANC-1', 'Contact 1', '2026-02-23', 'a rule', 'who', '7')
            """)
        .param("mother", mother)
        .param("pregnancy", pregnancy)
        .update();

    JsonNode item =
        nursery
            .admin
            .get("/api/pregnancies/" + pregnancy + "/schedule")
            .json()
            .path("items")
            .get(0);
    assertThat(item.path("code").asString()).isEqualTo("ANC-1");
    assertThat(item.path("why").asString()).isEqualTo("a rule");
    assertThat(item.path("status").asString()).isEqualTo("DUE");
  }

  @Test
  void aMothersNextTenRemindersComeWithHer() {
    forgetVisits();
    jdbc.sql(
            """
            insert into reminder (mother_id, day, kind, due_at, expires_at, state, why, claim_at, created_at)
            select :mother, date '2026-03-10' + n, 'DUE', timestamptz '2026-03-10T06:00Z' + n * interval '1 day',
              timestamptz '2026-04-10T06:00Z', case when n = 3 then 'CANCELLED' else 'PLANNED' end, 'a rule',
              timestamptz '2026-03-10T06:00Z', timestamptz '2026-03-10T06:00Z'
            from generate_series(1, 12) n
            """)
        .param("mother", mother)
        .update();

    JsonNode reminders = nursery.mother(mother).json().path("reminders");

    assertThat(reminders.size()).isEqualTo(10);
    assertThat(reminders.valueStream().map(r -> r.path("dueAt").asString().substring(0, 10)))
        .startsWith("2026-03-11", "2026-03-12", "2026-03-14")
        .endsWith("2026-03-21");
  }
}
