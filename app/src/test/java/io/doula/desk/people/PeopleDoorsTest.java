package io.doula.desk.people;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.core.Role;
import io.doula.testing.Api;
import io.doula.testing.Browser;
import io.doula.testing.DoulaTest;
import io.doula.testing.Families;
import io.doula.testing.Staff;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Who gets to see and to do what on the pages about people. */
@DoulaTest
class PeopleDoorsTest {
  @Autowired Api api;
  @Autowired Staff staff;
  @Autowired Families families;
  long kibera;
  long hers;
  long herBaby;
  long others;
  long othersBaby;
  long othersPregnancy;

  @BeforeEach
  void twoClinics() {
    kibera = families.clinic();
    hers = families.mother(kibera, "+254700000001");
    herBaby = families.baby(hers, LocalDate.parse("2026-02-20"), "Nia");
    others = families.mother(families.clinic(), "+254700000002");
    othersBaby = families.baby(others, LocalDate.parse("2026-02-20"), "Baraka");
    othersPregnancy = families.pregnancy(others, LocalDate.parse("2026-01-01"));
  }

  private Browser as(Role role) {
    Browser browser = new Browser(api);
    browser.signIn(staff.account(role, kibera).username(), Staff.PASSWORD);
    return browser;
  }

  private static List<String> forms(long mother, long baby, long pregnancy) {
    String person = "/app/people/" + mother;
    return List.of(
        person + "/record",
        person + "/change",
        person + "/child",
        person + "/birth",
        person + "/loss",
        person + "/pregnancy",
        person + "/caregiver",
        person + "/erase",
        person + "/babies/" + baby,
        person + "/pregnancies/" + pregnancy);
  }

  private static List<String> buttons(long mother) {
    String person = "/app/people/" + mother;
    return List.of(
        person + "/opt-out", person + "/opt-in", person + "/take-back", person + "/loss/take-back");
  }

  @Test
  void whoIsOfAnotherClinicIsNotThere() {
    Browser nurse = as(Role.NURSE);

    assertThat(nurse.get("/app/people/" + others).status()).isEqualTo(404);
    for (String form : forms(others, othersBaby, othersPregnancy)) {
      assertThat(nurse.get(form).status()).as(form).isEqualTo(404);
      assertThat(post(nurse, form)).as(form).isEqualTo(404);
    }
    for (String button : buttons(others)) {
      assertThat(post(nurse, button)).as(button).isEqualTo(404);
    }
    assertThat(nurse.get("/app/people/" + others + "/export").status()).isEqualTo(404);
    assertThat(nurse.get("/app/morning?recorded=" + others).status()).isEqualTo(404);
    assertThat(nurse.get("/app/people?q=Baraka").text()).doesNotContain("Baraka, ");
  }

  @Test
  void anotherMothersBabyIsNotHers() {
    long third = families.mother(kibera, "+254700000003");
    Browser nurse = as(Role.NURSE);
    String record = "/app/people/" + third + "/record";

    assertThat(nurse.get("/app/people/" + third + "/babies/" + herBaby).status()).isEqualTo(404);
    assertThat(nurse.submit(record, record, "on", "2026-03-10", "dose", herBaby + ":BCG").status())
        .isEqualTo(404);
    assertThat(
            nurse
                .submit(record, record, "on", "2026-03-10", "contact", "baby:" + othersBaby)
                .status())
        .isEqualTo(404);
  }

  @Test
  void aClinicThatIsNotHersTakesNobody() {
    Browser nurse = as(Role.NURSE);
    String page = "/app/people/new";

    assertThat(
            nurse
                .submit(
                    page,
                    page,
                    "clinicId",
                    "" + (kibera + 1),
                    "fullName",
                    "A",
                    "phone",
                    "0712345678",
                    "consent",
                    "no",
                    "why",
                    "nothing")
                .status())
        .isEqualTo(404);
  }

  @Test
  void aViewerReadsAndIsOfferedNothingThatSheMayNotDo() {
    Browser viewer = as(Role.VIEWER);

    assertThat(viewer.get("/app/people").text()).doesNotContain("/app/people/new");
    assertThat(viewer.get("/app/people/" + hers).text())
        .contains("Amina Otieno")
        .doesNotContain("/record", "/take-back", "/loss", "/opt-out", "/change");
    for (String form : forms(hers, herBaby, othersPregnancy)) {
      assertThat(viewer.get(form).status()).as(form).isEqualTo(403);
      assertThat(post(viewer, form)).as(form).isEqualTo(403);
    }
    for (String button : buttons(hers)) {
      assertThat(post(viewer, button)).as(button).isEqualTo(403);
    }
    for (String page : List.of("/app/people/new", "/app/morning")) {
      assertThat(viewer.get(page).status()).as(page).isEqualTo(403);
    }
  }

  @Test
  void onlyAnAdminErasesAndOnlyWhenSheIsSure() {
    String page = "/app/people/" + hers + "/erase";
    Browser admin = as(Role.ADMIN);

    assertThat(as(Role.NURSE).get(page).status()).isEqualTo(403);
    assertThat(post(as(Role.NURSE), page)).isEqualTo(403);
    assertThat(admin.submit(page, page).text()).contains("id=\"sure-error\"");
    assertThat(admin.get("/app/people/" + hers + "/export").text()).contains("Amina Otieno");
    assertThat(admin.submit(page, page, "sure", "yes").header("Location"))
        .isEqualTo("/app/people?note=erased");
    assertThat(admin.get("/app/people/" + hers).status()).isEqualTo(404);
    assertThat(admin.get("/app/people?q=700000001").text()).contains("0 people");
  }

  @Test
  void aFormWithoutItsTokenIsRefused() {
    Browser nurse = as(Role.NURSE);

    assertThat(nurse.post("/app/people/" + hers + "/opt-out").status()).isEqualTo(403);
  }

  private static int post(Browser browser, String action) {
    return browser
        .submit("/app/people", action, "what", "dose", "whose", "1", "entry", "1")
        .status();
  }
}
