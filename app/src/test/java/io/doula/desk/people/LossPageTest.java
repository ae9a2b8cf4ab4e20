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

@DoulaTest
class LossPageTest {
  @Autowired Api api;
  @Autowired Staff staff;
  @Autowired Families families;
  @Autowired JdbcClient jdbc;
  long kibera;
  long mother;
  Browser nurse;

  @BeforeEach
  void aNurse() {
    kibera = families.clinic();
    mother = families.mother(kibera);
    nurse = new Browser(api);
    nurse.signIn(staff.account(Role.NURSE, kibera).username(), Staff.PASSWORD);
  }

  private Answer tell(String... fields) {
    String page = "/app/people/" + mother + "/loss";
    return nurse.submit(page, page, fields);
  }

  private int waiting() {
    return jdbc.sql("select count(*) from reminder where state in ('PLANNED', 'QUEUED')")
        .query(Integer.class)
        .single();
  }

  private String person() {
    return nurse.get("/app/people/" + mother).text();
  }

  @Test
  void whatItMeansIsShownBeforeAnythingIsRecorded() {
    families.pregnancy(mother, LocalDate.parse("2025-12-01"));
    int before = waiting();
    assertThat(before).isPositive();

    Answer answer = tell("what", "MISCARRIAGE", "on", "2026-03-09");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text())
        .contains("A miscarriage, on Monday, 9 March 2026.", "waiting", "cancelled")
        .contains("Her own check-ups stay on your list", "name=\"confirmed\"");
    assertThat(waiting()).isEqualTo(before);
    assertThat(jdbc.sql("select outcome is null from pregnancy").query(Boolean.class).single())
        .isTrue();
  }

  @Test
  void aLossThatIsConfirmedStopsWhatWaited() {
    families.pregnancy(mother, LocalDate.parse("2025-12-01"));

    Answer answer = tell("what", "MISCARRIAGE", "on", "2026-03-09", "confirmed", "yes");

    assertThat(answer.header("Location")).isEqualTo("/app/people/" + mother + "?note=loss");
    assertThat(waiting()).isZero();
    assertThat(nurse.get(answer.header("Location")).text())
        .contains("Miscarriage on Monday, 9 March 2026.", "It is recorded.");
  }

  @Test
  void aLossThatWasAMistakeIsTakenBackAndTheMessagesAreThereAgain() {
    families.pregnancy(mother, LocalDate.parse("2025-12-01"));
    int before = waiting();
    long pregnancy = jdbc.sql("select id from pregnancy").query(Long.class).single();
    tell("what", "MISCARRIAGE", "on", "2026-03-09", "confirmed", "yes");

    Answer answer =
        nurse.submit(
            "/app/people/" + mother,
            "/app/people/" + mother + "/loss/take-back",
            "what",
            "pregnancy:" + pregnancy);

    assertThat(answer.header("Location")).endsWith("?note=taken-back");
    assertThat(waiting()).isEqualTo(before);
    assertThat(person()).contains("Pregnant, 14+1 weeks");
  }

  @Test
  void aBabysDeathStopsItsMessagesAndLeavesItsTwins() {
    long nia = families.baby(mother, LocalDate.parse("2026-02-20"), "Nia");
    families.baby(mother, LocalDate.parse("2026-02-20"), "Baraka");

    Answer look = tell("what", "baby:" + nia, "on", "2026-03-09");
    assertThat(look.text()).contains("Nia has died", "Baraka: the visits and vaccinations stay");
    tell("what", "baby:" + nia, "on", "2026-03-09", "confirmed", "yes");

    assertThat(person()).contains("Died on Monday, 9 March 2026", "Baraka, 2 weeks");
    nurse.submit(
        "/app/people/" + mother,
        "/app/people/" + mother + "/loss/take-back",
        "what",
        "baby:" + nia);
    assertThat(person()).contains("Nia, 2 weeks");
  }

  @Test
  void aTwinThatWasBornDeadIsToldWithTheBirth() {
    families.pregnancy(mother, LocalDate.parse("2025-06-10"));
    String page = "/app/people/" + mother + "/birth";
    assertThat(nurse.get(page).text()).contains("It was not born alive");

    nurse.submit(
        page,
        page,
        "on",
        "2026-03-09",
        "babies[0].name",
        "Baraka",
        "born",
        "1",
        "babies[1].name",
        "Nia",
        "babies[1].stillborn",
        "yes");

    bornDead();
  }

  @Test
  void aTwinThatWasBornDeadIsAddedToABirthThatIsRecorded() {
    families.pregnancy(mother, LocalDate.parse("2025-06-10"));
    String page = "/app/people/" + mother + "/child";
    assertThat(nurse.get(page).text()).doesNotContain("not born alive");
    nurse.submit(page, page, "birthDate", "2026-03-09", "name", "Baraka");
    assertThat(nurse.get(page).text()).contains("This twin was not born alive");

    nurse.submit(page, page, "birthDate", "2026-03-09", "name", "Nia", "stillborn", "yes");

    bornDead();
    Answer alone =
        nurse.submit(page, page, "birthDate", "2024-03-09", "name", "Asha", "stillborn", "yes");
    assertThat(alone.status()).isEqualTo(400);
    assertThat(alone.text()).contains("id=\"stillborn-error\"", "enter it as a loss");
    assertThat(person()).doesNotContain("Asha");
  }

  private void bornDead() {
    assertThat(person())
        .contains("Died on the day of birth, Monday, 9 March 2026", "Baraka is born")
        .contains("Nia: died on the day of birth", "No message is sent")
        .doesNotContain("Nia is born", "Nia, 0", "Nia, 1 ");
    assertThat(
            jdbc.sql(
                    """
                    select distinct b.name, v.messaged
                    from reminder_visit rv
                    join reminder r on r.id = rv.reminder_id and r.state in ('PLANNED', 'QUEUED')
                    join visit v on v.id = rv.visit_id
                    left join baby b on b.id = v.baby_id
                    """)
                .query((row, n) -> row.getString("name") + " " + row.getBoolean("messaged"))
                .list())
        .containsExactly("Baraka true");
  }

  @Test
  void afterAMothersDeathTheCaregiverIsTold() {
    families.baby(mother, LocalDate.parse("2026-02-20"), "Nia");

    Answer noConsent =
        tell(
            "what",
            "mother",
            "on",
            "2026-03-09",
            "caregiver.fullName",
            "Grace Otieno",
            "caregiver.phone",
            "0712 000 111");
    assertThat(noConsent.text()).contains("id=\"caregiver.consent-error\"");
    Answer answer =
        tell(
            "what",
            "mother",
            "on",
            "2026-03-09",
            "confirmed",
            "yes",
            "caregiver.fullName",
            "Grace Otieno",
            "caregiver.phone",
            "0712 000 111",
            "caregiver.consent",
            "yes");

    assertThat(answer.status()).isEqualTo(302);
    assertThat(person()).contains("Messages about her children go to Grace Otieno.");
    assertThat(nurse.get("/app/people?q=0712000111").text()).contains("Amina Otieno");
    assertThat(waiting()).isPositive();
  }

  @Test
  void aCaregiverIsNamedLater() {
    families.baby(mother, LocalDate.parse("2026-02-20"), "Nia");
    tell("what", "mother", "on", "2026-03-09", "confirmed", "yes");
    assertThat(waiting()).isZero();
    String page = "/app/people/" + mother + "/caregiver";

    nurse.submit(
        page,
        page,
        "caregiver.fullName",
        "Grace",
        "caregiver.phone",
        "+254712000111",
        "caregiver.consent",
        "yes");

    assertThat(waiting()).isPositive();
  }

  @Test
  void aDeathTakenBackLeavesHerUnmessagedUntilSheIsAskedAgain() {
    families.baby(mother, LocalDate.parse("2026-02-20"), "Nia");
    tell(
        "what",
        "mother",
        "on",
        "2026-03-09",
        "confirmed",
        "yes",
        "caregiver.fullName",
        "Grace",
        "caregiver.phone",
        "0712 000 111",
        "caregiver.consent",
        "yes");

    nurse.submit(
        "/app/people/" + mother, "/app/people/" + mother + "/loss/take-back", "what", "mother");

    assertThat(person()).contains("She gets no messages: she has not agreed to them.");
    assertThat(waiting()).isZero();
  }

  @Test
  void aBirthWithTwinsIsRecorded() {
    families.pregnancy(mother, LocalDate.parse("2025-06-20"));
    String page = "/app/people/" + mother + "/birth";

    Answer wrong = nurse.submit(page, page, "on", "2026-03-10", "babies[0].birthWeightGrams", "5");
    Answer answer =
        nurse.submit(
            page,
            page,
            "on",
            "2026-03-10",
            "babies[0].name",
            "Nia",
            "babies[0].sex",
            "FEMALE",
            "born",
            "1",
            "babies[1].name",
            "Baraka");

    assertThat(wrong.text()).contains("id=\"babies[0].birthWeightGrams-error\"");
    assertThat(answer.header("Location")).endsWith("?note=born");
    assertThat(person()).contains("Nia, 0 days", "Baraka, 0 days");
  }
}
