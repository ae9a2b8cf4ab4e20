package io.doula.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.testing.Answer;
import io.doula.testing.Api;
import io.doula.testing.DoulaTest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Today is 2026-03-10. */
@DoulaTest
class WorkListTest extends WrittenVisits {
  @Test
  void theWorkListAndTheScheduleAgreeOnEveryStatus() {
    LocalDate today = LocalDate.parse("2026-03-10");
    int number = 0;
    for (int due = -3; due <= 3; due++) {
      for (Integer overdue : new Integer[] {null, -1, 0, 1}) {
        for (Integer latest : new Integer[] {null, -1, 0, 1}) {
          for (int flags = 0; flags < 8; flags++) {
            visit(
                "v" + number++,
                today.plusDays(due).toString(),
                overdue == null ? null : today.plusDays(overdue).toString(),
                latest == null ? null : today.plusDays(latest).toString(),
                (flags & 1) == 0 ? null : "2026-03-09",
                (flags & 2) != 0,
                (flags & 4) != 0,
                false);
          }
        }
      }
    }
    List<String> schedule =
        statuses(nursery.admin.get("/api/babies/" + baby + "/schedule").json().path("items"));

    List<String> listed = new ArrayList<>();
    for (VisitStatus status : VisitStatus.values()) {
      Answer page = nursery.admin.get("/api/visits/?limit=500&status=" + status);
      assertThat(page.json().path("next").isNull()).isTrue();
      listed.addAll(statuses(page.json().path("items")));
    }

    assertThat(schedule).hasSize(896);
    assertThat(listed).containsExactlyInAnyOrderElementsOf(schedule);
  }

  @Test
  void theWorkListIsWhatIsToBeDoneOldestFirst() {
    visit("planned", "2026-03-11", null, null);
    visit("due", "2026-03-10", "2026-03-17", null);
    visit("overdue", "2026-02-01", "2026-02-08", null);
    visit("review", "2026-02-02", null, null, null, true, false, false);
    visit("done", "2026-02-01", null, null, "2026-02-01", false, false, false);
    visit("later", "2026-02-03", "2026-02-08", null, null, false, false, true);
    visit("gone", "2026-02-01", "2026-02-08", "2026-02-20");

    assertThat(statuses(list("")))
        .containsExactly("overdue OVERDUE", "review NEEDS_REVIEW", "due DUE");
    assertThat(statuses(list("?status=overdue"))).containsExactly("overdue OVERDUE");
    JsonNode item = list("?status=OVERDUE&clinic=" + clinic).get(0);
    assertThat(item.path("motherName").asString()).isEqualTo("Asha Wanjiru");
    assertThat(item.path("phone").asString()).startsWith("+254");
    assertThat(item.path("clinic").asString()).isEqualTo("Kisumu East");
    assertThat(list("?clinic=" + nursery.aClinic("Kisumu West")).size()).isZero();
    assertThat(nursery.admin.get("/api/visits/?status=late").wrongFields())
        .containsExactly("status");
  }

  private JsonNode list(String query) {
    return nursery.admin.get("/api/visits/" + query).json().path("items");
  }

  @Test
  void theWorkListIsPagedByDayAndThenById() {
    for (int i = 0; i < 7; i++) {
      visit("v" + i, "2026-02-0" + (1 + i % 3), "2026-02-08", null);
    }
    List<String> all = statuses(list(""));

    List<String> paged = new ArrayList<>();
    String next = "";
    do {
      Answer page = nursery.admin.get("/api/visits/?limit=2" + next);
      paged.addAll(statuses(page.json().path("items")));
      next = "&after=" + page.json().path("next").asString();
    } while (!next.equals("&after="));

    assertThat(all).hasSize(7);
    assertThat(paged).containsExactlyElementsOf(all);
  }

  @Test
  void overdueIsToldByTheDayWhereSheLives() {
    visit("v", "2026-03-03", "2026-03-10", null);
    clock.set("2026-03-10T22:00:00Z"); // the 11th in Nairobi, the 10th in Lagos

    assertThat(statuses(list(""))).containsExactly("v OVERDUE");
    nursery.admin.patch("/api/mothers/" + mother, "{\"timeZone\": \"Africa/Lagos\"}");
    forgetVisits();
    visit("v", "2026-03-03", "2026-03-10", null);
    assertThat(statuses(list(""))).containsExactly("v DUE");
  }

  @Test
  void aNurseFindsHerClinicsVisitsOnly() {
    visit("v", "2026-03-03", "2026-03-10", null);

    assertThat(items(api.as(staff.nurse(clinic)))).isEqualTo(1);
    assertThat(items(api.as(staff.nurse(nursery.aClinic("Kisumu West"))))).isZero();
  }

  private int items(Api who) {
    return who.get("/api/visits").json().path("items").size();
  }

  @Test
  void asCsvTheListIsWholeAndNoCellIsAFormula() {
    nursery.admin.patch("/api/babies/" + baby, "{\"name\": \"=1+2, \\\"x\\\"\"}");
    forgetVisits();
    for (int i = 0; i < 501; i++) {
      visit("v" + i, "2026-03-03", "2026-03-04", null);
    }

    Answer csv = nursery.admin.with("Accept", "text/csv").get("/api/visits/?status=overdue");

    assertThat(csv.header("Content-Type")).isEqualToIgnoringCase("text/csv;charset=utf-8");
    List<String> lines = csv.text().lines().toList();
    assertThat(lines).hasSize(502);
    assertThat(lines.get(0)).startsWith("visit_id,clinic,mother_id,mother,phone,baby,");
    assertThat(lines.get(1))
        .contains(",Asha Wanjiru,+254")
        .contains(",\"'=1+2, \"\"x\"\"\",v0,v0,2026-03-03,2026-03-04,OVERDUE,a rule");
    assertThat(nursery.admin.with("Accept", "text/csv").get("/api/visits/?limit=3").text().lines())
        .hasSize(4);
  }

  @Test
  void aBrowserGetsJsonAndNobodyGetsXml() {
    Api admin = nursery.admin;

    assertThat(admin.with("Accept", "*/*").get("/api/visits").header("Content-Type"))
        .startsWith("application/json");
    assertThat(
            admin
                .with("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
                .get("/api/visits")
                .header("Content-Type"))
        .startsWith("application/json");
    assertThat(admin.with("Accept", "application/xml").get("/api/visits").status()).isEqualTo(406);
  }
}
