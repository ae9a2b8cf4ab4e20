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
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@DoulaTest
class RecordPageTest {
  /** Six weeks before the clock's start. */
  private static final LocalDate BORN = LocalDate.parse("2026-01-27");

  @Autowired Api api;
  @Autowired Staff staff;
  @Autowired Families families;
  @Autowired JdbcClient jdbc;
  long mother;
  long nia;
  Browser nurse;

  @BeforeEach
  void aNurseAndABaby() {
    long kibera = families.clinic();
    mother = families.mother(kibera);
    nia = families.baby(mother, BORN, "Nia");
    nurse = new Browser(api);
    nurse.signIn(staff.account(Role.NURSE, kibera).username(), Staff.PASSWORD);
  }

  private String page() {
    return "/app/people/" + mother + "/record";
  }

  private Answer record(String... fields) {
    return nurse.submit(page(), page(), fields);
  }

  private int doses() {
    return jdbc.sql("select count(*) from dose").query(Integer.class).single();
  }

  @Test
  void threeDosesAreTickedAndRecorded() {
    assertThat(nurse.get(page()).text())
        .contains("Nia, 6 weeks", "value=\"" + nia + ":PCV\"", "value=\"" + nia + ":Rota\"");

    Answer answer =
        record(
            "on", "2026-03-10",
            "dose", nia + ":PCV",
            "dose", nia + ":Rota",
            "dose", nia + ":DTP+HepB+Hib");

    assertThat(answer.header("Location")).isEqualTo("/app/people/" + mother + "?note=recorded");
    assertThat(doses()).isEqualTo(3);
    assertThat(nurse.get(answer.header("Location")).text())
        .contains("Given and recorded: 3", "DTP-HepB-Hib, dose 2");
  }

  @Test
  void nothingTickedIsSaidAndNothingIsRecorded() {
    Answer answer = record("on", "2026-03-10");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("Nothing is ticked yet: tick what was done");
  }

  @Test
  void whatCannotBeIsSaidBesideItsFieldAndTheTicksStay() {
    Answer early = record("on", "2026-01-01", "dose", nia + ":PCV");
    Answer late = record("on", "2026-03-11", "dose", nia + ":PCV");
    Answer unknown = record("on", "2026-03-10", "other-" + nia, "Elixir");

    assertThat(early.text())
        .contains("id=\"on-error\"", "Is before the birth")
        .containsPattern("value=\"" + nia + ":PCV\"\\s+checked");
    assertThat(late.text()).contains("Is in the future");
    assertThat(unknown.text()).contains("id=\"other-" + nia + "-error\"");
    assertThat(doses()).isZero();
  }

  @Test
  void whenOneOfThemCannotBeNoneIsRecorded() {
    record("on", "2026-03-10", "dose", nia + ":PCV", "other-" + nia, "Elixir");

    assertThat(doses()).isZero();
  }

  @Test
  void aDoseThatIsTooEarlyToCountIsShownWithItsReason() {
    Answer answer = record("on", "2026-02-03", "other-" + nia, "PCV", "product-" + nia, "Prevenar");

    assertThat(answer.header("Location")).endsWith("?note=recorded-odd");
    assertThat(nurse.get(answer.header("Location")).text()).contains("does not count", "Prevenar");
  }

  @Test
  void aDoseThatWasAMistakeIsTakenBack() {
    record("on", "2026-03-10", "dose", nia + ":PCV");
    long dose = jdbc.sql("select id from dose").query(Long.class).single();

    Answer answer =
        nurse.submit(
            "/app/people/" + mother,
            "/app/people/" + mother + "/take-back",
            "entry",
            "dose:" + nia + ":" + dose);

    assertThat(answer.header("Location")).endsWith("?note=taken-back");
    assertThat(doses()).isZero();
  }

  @Test
  void whatIsNoEntryOfHersCannotBeTakenBack() {
    record("on", "2026-03-10", "dose", nia + ":PCV");
    String page = "/app/people/" + mother;

    for (String entry :
        List.of("", "dose", "dose:x:1", "dose:" + nia + ":0", "elf:1:2", "a:b:c:d")) {
      assertThat(nurse.submit(page, page + "/take-back", "entry", entry).status())
          .as(entry)
          .isEqualTo(404);
    }
    assertThat(doses()).isOne();
  }

  @Test
  void onAClinicMorningOneFollowsTheOther() {
    assertThat(nurse.get("/app/morning?q=nia").text())
        .contains("/app/people/" + mother + "/record?then=morning");

    Answer answer =
        record("then", "morning", "on", "2026-03-10", "dose", nia + ":PCV", "dose", nia + ":Rota");

    assertThat(answer.header("Location")).isEqualTo("/app/morning?recorded=" + mother);
    assertThat(nurse.get(answer.header("Location")).text())
        .contains("Nia: 2 doses recorded. Next on Tuesday, 7 April 2026", "Nia (Amina Otieno)");
  }

  @Test
  void herOwnVisitsAreRecordedToo() {
    long pregnant = families.mother(jdbc.sql("select id from clinic").query(Long.class).single());
    long pregnancy = families.pregnancy(pregnant, LocalDate.parse("2025-12-01"));
    String page = "/app/people/" + pregnant + "/record";

    Answer answer =
        nurse.submit(page, page, "on", "2026-03-10", "contact", "pregnancy:" + pregnancy);

    assertThat(answer.status()).isEqualTo(302);
    assertThat(nurse.get("/app/people/" + pregnant).text()).contains("Visits she came to: 1");
  }
}
