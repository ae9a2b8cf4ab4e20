package io.doula.desk.people;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.core.Role;
import io.doula.testing.Answer;
import io.doula.testing.Api;
import io.doula.testing.Browser;
import io.doula.testing.DoulaTest;
import io.doula.testing.Families;
import io.doula.testing.Staff;
import java.time.LocalDate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Two records of Amina Otieno, as the pages show them. */
@DoulaTest
class TwicePageTest {
  private static final LocalDate BORN = LocalDate.parse("2026-02-20");

  @Autowired Api api;
  @Autowired Staff staff;
  @Autowired Families families;
  @Autowired JdbcClient jdbc;
  long kibera;
  long kept;
  long other;
  Browser nurse;

  @BeforeEach
  void twoRecords() {
    kibera = families.clinic();
    kept = families.mother(kibera, "+254700000001");
    other = families.mother(kibera, "+254700000002");
    families.baby(kept, BORN, "Nia");
    families.baby(other, BORN, "Nia");
    nurse = as(Role.NURSE);
  }

  private Browser as(Role role) {
    Browser browser = new Browser(api);
    browser.signIn(staff.account(role, kibera).username(), Staff.PASSWORD);
    return browser;
  }

  private String compare() {
    return "/app/people/" + kept + "/same/" + other;
  }

  private Answer merge(String... fields) {
    return nurse.submit(compare(), compare(), fields);
  }

  @Test
  void theyAreProposedOnTheListAndOnHerCard() {
    assertThat(nurse.get("/app/duplicates").text())
        .contains(compare(), "The same name, and a child born on the same day");
    assertThat(nurse.get("/app/people/" + other).text())
        .contains("May be the same as", "/app/people/" + other + "/same/" + kept);
  }

  @Test
  void whatDiffersIsAskedAndWhatIsTheSameIsProposed() {
    String page = nurse.get(compare()).text();

    assertThat(page)
        .contains("+254 700 000001", "+254 700 000002", "name=\"phone\"", "What happens")
        .contains("The other record has Nia")
        .doesNotContain("name=\"fullName\"");
  }

  @Test
  void oneWomanIsOneCardAndCanBeTwoAgain() {
    String babies = nurse.get(compare()).text();
    String field = babies.replaceAll("(?s).*name=\"(baby\\.[0-9]+)\".*", "$1");
    String hers = babies.replaceAll("(?s).*<option value=\"([0-9]+)\" selected.*", "$1");

    Answer merged = merge("phone", "other", field, hers);

    assertThat(merged.header("Location")).isEqualTo("/app/people/" + kept + "?note=merged");
    String card = nurse.get(merged.header("Location")).text();
    assertThat(card)
        .contains("The two records are one now.", "Was also registered as Amina Otieno.")
        .contains("+254 700 000002");
    assertThat(jdbc.sql("select count(*) from baby").query(Integer.class).single()).isEqualTo(1);
    assertThat(nurse.get("/app/people/" + other).header("Location"))
        .isEqualTo("/app/people/" + kept);
    assertThat(nurse.get("/app/duplicates").text()).contains("Nobody seems to be registered twice");

    String undo = card.replaceAll("(?s).*href=\"(/app/people/[0-9]+/merges/[0-9]+)\".*", "$1");
    assertThat(nurse.get(undo).text()).contains("Take the two records apart?");
    assertThat(nurse.submit(undo, undo).header("Location")).endsWith("?note=parted");
    assertThat(nurse.get("/app/people/" + other).status()).isEqualTo(200);
    assertThat(jdbc.sql("select count(*) from baby").query(Integer.class).single()).isEqualTo(2);
  }

  @Test
  void twoChildrenOfOneDayStayTwoWhenOneSaysSo() {
    merge();

    assertThat(jdbc.sql("select count(*) from baby").query(Integer.class).single()).isEqualTo(2);
  }

  @Test
  void aContradictionIsSaidBeforeAndAfter() {
    families.change(kept, "update mother set died_on = '2026-03-01' where id = :id", "id", kept);
    families.change(other, "update mother set died_on = '2026-03-02' where id = :id", "id", other);

    assertThat(nurse.get(compare()).text()).contains("er death is recorded with two dates");
    Answer refused = merge();
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text()).contains("er death is recorded with two dates");
    assertThat(jdbc.sql("select count(*) from merged").query(Integer.class).single()).isZero();
  }

  @Test
  void twoWomenAreNotProposedAgain() {
    Answer answer = nurse.submit(compare(), "/app/people/" + kept + "/not-same/" + other);

    assertThat(answer.header("Location")).endsWith("?note=not-same");
    assertThat(nurse.get("/app/people/" + other).text()).doesNotContain("May be the same as");
  }

  @Test
  void aViewerSeesAndDecidesNothing() {
    Browser viewer = as(Role.VIEWER);

    assertThat(viewer.get("/app/duplicates").text())
        .contains("Amina Otieno")
        .doesNotContain(compare());
    assertThat(viewer.get("/app/people/" + kept).text()).doesNotContain("/same/");
    assertThat(viewer.get(compare()).status()).isEqualTo(403);
    assertThat(viewer.submit("/app/account", compare()).status()).isEqualTo(403);
    assertThat(viewer.get("/app/people/" + kept + "/merges/1").status()).isEqualTo(403);
  }

  @Test
  void whoIsOfAnotherClinicIsNotThere() {
    long far = families.mother(families.clinic(), "+254700000009");
    String with = "/app/people/" + kept + "/same/" + far;

    assertThat(nurse.get(with).status()).isEqualTo(404);
    assertThat(nurse.submit(compare(), with).status()).isEqualTo(404);
    assertThat(nurse.submit(compare(), "/app/people/" + kept + "/not-same/" + far).status())
        .isEqualTo(404);
  }
}
