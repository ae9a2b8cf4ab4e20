package io.doula.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.testing.Answer;
import io.doula.testing.Api;
import io.doula.testing.DoulaTest;
import io.doula.testing.Families;
import io.doula.testing.Staff;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Who sees which clinics' numbers, and in which form. */
@DoulaTest
class ReportDoorsTest {
  private static final LocalDate BORN = LocalDate.parse("2026-03-01");

  @Autowired Api api;
  @Autowired Staff staff;
  @Autowired Families families;
  @Autowired JdbcClient jdbc;
  long hers;
  long other;

  @BeforeEach
  void twoClinics() {
    hers = families.clinic();
    other = families.clinic();
    families.baby(families.mother(hers), BORN, null);
    families.baby(families.mother(other), BORN, null);
    families.baby(families.mother(other), BORN, null);
  }

  private static int newborns(Answer coverage) {
    return coverage.json().path("items").get(0).path("eligible").asInt();
  }

  private static int planned(Answer delivery) {
    return delivery
        .json()
        .path("items")
        .valueStream()
        .mapToInt(item -> item.path("planned").asInt())
        .sum();
  }

  @Test
  void eachSeesTheNumbersOfHerClinics() {
    String delivery = "/api/reports/delivery?from=2026-03-01&to=2026-05-01";
    int ofOne = planned(api.as(staff.nurse(hers)).get(delivery));

    assertThat(ofOne).isPositive();
    assertThat(planned(api.as(staff.viewer(other)).get(delivery))).isEqualTo(2 * ofOne);
    assertThat(planned(api.as(staff.nurse(hers, other)).get(delivery))).isEqualTo(3 * ofOne);
    assertThat(planned(api.as(staff.admin()).get(delivery))).isEqualTo(3 * ofOne);
    assertThat(planned(api.as(staff.admin()).get(delivery + "&clinic=" + hers))).isEqualTo(ofOne);
    assertThat(planned(api.as(staff.nurse()).get(delivery))).isZero();

    String coverage = "/api/reports/coverage";
    assertThat(newborns(api.as(staff.nurse(hers)).get(coverage))).isEqualTo(1);
    assertThat(newborns(api.as(staff.viewer(other)).get(coverage))).isEqualTo(2);
    assertThat(newborns(api.as(staff.nurse(hers, other)).get(coverage))).isEqualTo(3);
    assertThat(newborns(api.as(staff.admin()).get(coverage))).isEqualTo(3);
    assertThat(newborns(api.as(staff.admin()).get(coverage + "?clinic=" + hers))).isEqualTo(1);
    assertThat(newborns(api.as(staff.nurse()).get(coverage))).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"coverage", "delivery"})
  void aClinicThatIsNotHersIsNotThere(String report) {
    String path = "/api/reports/" + report + "?clinic=";
    Api nurse = api.as(staff.nurse(hers));

    assertThat(nurse.get(path + hers).status()).isEqualTo(200);
    assertThat(nurse.get(path + other).status()).isEqualTo(404);
    assertThat(nurse.get(path + 999_999).status()).isEqualTo(404);
    assertThat(api.as(staff.admin()).get(path + 999_999).status()).isEqualTo(404);
    assertThat(nurse.get(path + "x").status()).isEqualTo(400);
    assertThat(nurse.get(path + "x").wrongFields()).containsExactly("clinic");
    assertThat(api.get(path + hers).status()).isEqualTo(401);
  }

  @Test
  void aPlanThatIsNoneIsRefused() {
    Answer answer = api.as(staff.admin()).get("/api/reports/coverage?plan=WHO");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.wrongFields()).containsExactly("plan");
  }

  @Test
  void whereClinicsFollowSeveralPlansOneIsNamed() {
    jdbc.sql("update clinic set plan = 'another' where id = :id").param("id", other).update();
    Api admin = api.as(staff.admin());

    Answer several = admin.get("/api/reports/coverage");
    assertThat(several.status()).isEqualTo(400);
    assertThat(several.text()).contains("another, who");

    Answer one = admin.get("/api/reports/coverage?plan=who");
    assertThat(newborns(one)).isEqualTo(1);
    assertThat(one.json().path("clinics").valueStream().map(JsonNode::asString))
        .containsExactly(Long.toString(hers));
    assertThat(newborns(admin.get("/api/reports/coverage?clinic=" + hers))).isEqualTo(1);
    assertThat(newborns(admin.get("/api/reports/coverage?plan=who&clinic=" + other))).isZero();
  }

  @Test
  void coverageIsATableToo() {
    Answer csv = api.as(staff.admin()).with("Accept", "text/csv").get("/api/reports/coverage/");

    assertThat(csv.header("Content-Type")).isEqualToIgnoringCase("text/csv;charset=utf-8");
    assertThat(csv.header("Content-Disposition")).contains("coverage.csv");
    List<String> lines = csv.text().lines().toList();
    assertThat(lines.get(0)).startsWith("plan,plan_version,as_of,code,title,");
    assertThat(lines.get(1))
        .startsWith("who,")
        .contains(",2026-03-10T06:00:00Z,BCG-1,")
        .endsWith(",BCG,1,3,0,0.0,0,,,,,,");
    assertThat(lines)
        .hasSize(
            1 + api.as(staff.admin()).get("/api/reports/coverage").json().path("items").size());
  }

  @Test
  void deliveryIsATableToo() {
    Answer csv =
        api.as(staff.admin())
            .with("Accept", "text/csv")
            .get("/api/reports/delivery/?from=2026-03-01&to=2026-05-01");

    assertThat(csv.header("Content-Type")).isEqualToIgnoringCase("text/csv;charset=utf-8");
    List<String> lines = csv.text().lines().toList();
    assertThat(lines.get(0))
        .isEqualTo(
            "day,channel,planned,waiting,accepted,sent,delivered,read,failed,unknown,"
                + "suppressed,cancelled,expired");
    assertThat(lines.get(1)).startsWith("2026-");
  }

  @Test
  void whoAsksForXmlGetsNeither() {
    Api admin = api.as(staff.admin());

    for (String report : List.of("coverage", "delivery")) {
      String path = "/api/reports/" + report;
      assertThat(admin.with("Accept", "*/*").get(path).header("Content-Type"))
          .startsWith("application/json");
      assertThat(admin.with("Accept", "application/xml").get(path).status()).isEqualTo(406);
      assertThat(admin.post(path, "{}").status()).isEqualTo(405);
    }
  }
}
