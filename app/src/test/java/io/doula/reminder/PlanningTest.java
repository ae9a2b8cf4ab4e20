package io.doula.reminder;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.message.MessageKind;
import io.doula.testing.DoulaTest;
import io.doula.testing.Families;
import io.doula.testing.MovedClock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@DoulaTest
class PlanningTest {
  private static final LocalDate TODAY = LocalDate.parse("2026-03-10");

  @Autowired Families families;
  @Autowired JdbcClient jdbc;
  @Autowired MovedClock clock;
  @Autowired Tick tick;

  @Test
  void aBabyBornFortyDaysAgoHasOneReminderForTheSixWeekVisit() {
    long mother = families.mother(families.clinic());
    families.baby(mother, TODAY.minusDays(40), "Zawadi");
    List<ReminderRows.Row> due =
        ReminderRows.of(jdbc, mother).stream()
            .filter(r -> r.kind() == MessageKind.DUE && r.day().equals(TODAY.plusDays(2)))
            .toList();
    assertThat(due).hasSize(1);
    assertThat(Duration.between(Instant.parse("2026-03-12T06:00:00Z"), due.get(0).dueAt()))
        .isBetween(Duration.ZERO, Duration.ofSeconds(60));
    assertThat(due.get(0).expiresAt()).isEqualTo(Instant.parse("2026-03-12T17:00:00Z"));
    assertThat(codesIn(due.get(0).id()))
        .containsExactlyInAnyOrder("BOPV-1", "DTP-1", "PCV-1", "ROTA-1", "PNC-4");
  }

  @Test
  void aReminderSaysWhyItGoesWhenItGoes() {
    long mother = families.mother(families.clinic());
    families.baby(mother, TODAY.minusDays(40), null);
    assertThat(ReminderRows.of(jdbc, mother).get(0).why())
        .startsWith(
            "UPCOMING: 2 days before what is due on 2026-03-12, at 09:00 in Africa/Nairobi (plan who, version ");
  }

  @Test
  void whatLayBeforeTheRegistrationIsNotMadeExceptTodays() {
    long mother = families.mother(families.clinic());
    families.baby(mother, TODAY.minusDays(42), null);
    List<String> rows = ReminderRows.inShort(jdbc, mother);
    assertThat(rows).contains("2026-03-10 DUE PLANNED", "2026-03-17 MISSED PLANNED");
    assertThat(rows).noneMatch(row -> row.compareTo("2026-03-10") < 0);
  }

  @Test
  void twinsAreOneMessage() {
    long mother = families.mother(families.clinic());
    families.baby(mother, TODAY.minusDays(40), "Zawadi");
    families.baby(mother, TODAY.minusDays(40), "Baraka");
    List<ReminderRows.Row> due =
        ReminderRows.of(jdbc, mother).stream()
            .filter(r -> r.kind() == MessageKind.DUE && r.day().equals(TODAY.plusDays(2)))
            .toList();
    assertThat(due).hasSize(1);
    assertThat(codesIn(due.get(0).id())).hasSize(10);
  }

  @Test
  void aDoseThatIsRecordedEndsItsRemindersAndBringsTheNextDoses() {
    long mother = families.mother(families.clinic());
    long baby = families.baby(mother, TODAY.minusDays(42), null);
    families.dose(mother, baby, "PCV", TODAY);
    assertThat(codesOn(mother, TODAY.plusDays(28), MessageKind.DUE)).containsExactly("PCV-2");
    assertThat(codesOn(mother, TODAY, MessageKind.DUE)).doesNotContain("PCV-1").contains("DTP-1");
  }

  @Test
  void planningTwiceChangesNothing() {
    long mother = families.mother(families.clinic());
    families.pregnancy(mother, TODAY.minusWeeks(15));
    families.baby(mother, TODAY.minusDays(700), null);
    List<ReminderRows.Row> once = ReminderRows.of(jdbc, mother);
    List<String> written = versions(mother);
    families.changed(mother);
    assertThat(ReminderRows.of(jdbc, mother)).isEqualTo(once);
    assertThat(versions(mother)).isEqualTo(written);
  }

  @Test
  void reDatingKeepsWhatWasSentAndMovesTheRest() {
    long mother = families.mother(families.clinic());
    long pregnancy = families.pregnancy(mother, TODAY.minusWeeks(12));
    sent(mother, TODAY, MessageKind.DUE);
    LocalDate lmp = TODAY.minusWeeks(10);
    families.change(
        mother,
        "update pregnancy set lmp = :lmp, edd = :edd where id = :id",
        "lmp",
        lmp,
        "edd",
        lmp.plusDays(280),
        "id",
        pregnancy);
    List<String> rows = ReminderRows.inShort(jdbc, mother);
    assertThat(rows).contains(TODAY + " DUE ACCEPTED");
    assertThat(rows)
        .as("contact 1 was spoken of on its day once")
        .doesNotContain(lmp.plusWeeks(12) + " DUE PLANNED");
    assertThat(rows).contains(lmp.plusWeeks(12).plusDays(7) + " MISSED PLANNED");
    assertThat(rows).contains(lmp.plusWeeks(20) + " DUE PLANNED");
    assertThat(rows).contains(TODAY.plusDays(7) + " MISSED CANCELLED");
    assertThat(rows).contains(TODAY.plusWeeks(8) + " DUE CANCELLED");
  }

  @Test
  void aLossEndsAllOfThePregnancyAndHerOwnContactsAreNotMessaged() {
    long mother = families.mother(families.clinic());
    long pregnancy = families.pregnancy(mother, TODAY.minusWeeks(30));
    families.change(
        mother,
        "update pregnancy set outcome = 'STILLBIRTH', ended_on = :on where id = :id",
        "on",
        TODAY,
        "id",
        pregnancy);
    assertThat(ReminderRows.of(jdbc, mother))
        .isNotEmpty()
        .allMatch(r -> r.state() == State.CANCELLED);
    assertThat(
            jdbc.sql(
                    "select count(*) from visit where code like 'PNC%' and not cancelled and not messaged")
                .query(Integer.class)
                .single())
        .isEqualTo(4);
  }

  @Test
  void theDeathOfABabyEndsAllOfHisAndHerPostnatalContacts() {
    long mother = families.mother(families.clinic());
    long pregnancy = families.pregnancy(mother, TODAY.minusWeeks(39));
    families.change(
        mother,
        "update pregnancy set outcome = 'LIVE_BIRTH', ended_on = :on where id = :id",
        "on",
        TODAY,
        "id",
        pregnancy);
    long baby = families.baby(mother, TODAY, "Zawadi");
    families.change(
        mother, "update baby set pregnancy_id = :p where id = :id", "p", pregnancy, "id", baby);
    assertThat(waiting(mother)).isNotEmpty();
    families.change(
        mother, "update baby set died_on = :on where id = :id", "on", TODAY, "id", baby);
    assertThat(waiting(mother)).isEmpty();
  }

  @Test
  void herNextPregnancyStartsCleanAfterALoss() {
    long mother = families.mother(families.clinic());
    long lost = families.pregnancy(mother, TODAY.minusWeeks(30));
    families.change(
        mother,
        "update pregnancy set outcome = 'STILLBIRTH', ended_on = :on where id = :id",
        "on",
        TODAY,
        "id",
        lost);
    clock.advance(Duration.ofDays(300));
    families.pregnancy(mother, TODAY.plusDays(300 - 56));
    assertThat(waiting(mother)).isNotEmpty();
  }

  @Test
  void stopEndsWhatWaitsAndStartBringsItBack() {
    long mother = families.mother(families.clinic());
    families.baby(mother, TODAY.minusDays(10), null);
    List<String> before = waiting(mother);
    families.change(mother, "update mother set opted_out_at = now() where id = :id", "id", mother);
    assertThat(waiting(mother)).isEmpty();
    assertThat(ReminderRows.of(jdbc, mother)).allMatch(r -> r.why().equals("she said stop"));
    families.change(mother, "update mother set opted_out_at = null where id = :id", "id", mother);
    assertThat(waiting(mother)).isEqualTo(before);
  }

  @Test
  void withoutConsentNothingIsPlanned() {
    long mother = families.mother(families.clinic());
    families.change(mother, "update mother set consent = false where id = :id", "id", mother);
    families.baby(mother, TODAY.minusDays(10), null);
    assertThat(ReminderRows.of(jdbc, mother)).isEmpty();
  }

  @Test
  void afterHerDeathOnlyACaregiverIsWrittenTo() {
    long mother = families.mother(families.clinic());
    families.baby(mother, TODAY.minusDays(10), null);
    families.change(
        mother, "update mother set died_on = :on where id = :id", "on", TODAY, "id", mother);
    assertThat(waiting(mother)).isEmpty();
    families.change(
        mother,
        "update mother set caregiver_name = 'Juma', caregiver_phone = '+254700000009' where id = :id",
        "id",
        mother);
    assertThat(waiting(mother)).isNotEmpty();
  }

  @Test
  void aChangeOfTheClinicsHoursMovesWhatWaits() {
    long clinic = families.clinic();
    long mother = families.mother(clinic);
    families.baby(mother, TODAY.minusDays(40), null);
    families.change(mother, "update clinic set send_at = '10:30' where id = :id", "id", clinic);
    assertThat(ReminderRows.of(jdbc, mother))
        .allMatch(r -> r.dueAt().toString().contains("T07:3") && r.why().contains("10:30"));
  }

  @Test
  void theTickDerivesAnewWhatTimeAloneHasChanged() {
    long mother = families.mother(families.clinic());
    families.baby(mother, TODAY, null);
    clock.advance(Duration.ofDays(30));
    assertThat(tick.run(clock.now())).isEqualTo(1);
    assertThat(
            jdbc.sql("select needs_review from visit where code = 'BCG-1'")
                .query(Boolean.class)
                .single())
        .as("older than 28 days, BCG asks for a test first")
        .isTrue();
    assertThat(tick.run(clock.now())).isZero();
  }

  @Test
  void aMotherWhoCannotBePlannedStopsNoOtherAndGetsNothing() {
    long broken = families.clinic();
    long unplannable = families.mother(broken);
    families.baby(unplannable, TODAY, null);
    jdbc.sql("update clinic set plan = 'gone'").update();
    families.baby(families.mother(families.clinic()), TODAY, null);
    clock.advance(Duration.ofDays(30));
    assertThat(tick.run(clock.now())).isEqualTo(1);
    assertThat(tick.run(clock.now())).as("the other one is done, this one waits").isZero();
    assertThat(
            jdbc.sql("select replan_at < :now from mother where id = :id")
                .param("now", clock.now().atOffset(java.time.ZoneOffset.UTC))
                .param("id", unplannable)
                .query(Boolean.class)
                .single())
        .isTrue();
  }

  private void sent(long mother, LocalDate day, MessageKind kind) {
    assertThat(
            jdbc.sql(
                    "update reminder set state = 'ACCEPTED' where mother_id = :m and day = :day and kind = :kind")
                .param("m", mother)
                .param("day", day)
                .param("kind", kind.name())
                .update())
        .isEqualTo(1);
  }

  private List<String> waiting(long mother) {
    return ReminderRows.of(jdbc, mother).stream()
        .filter(r -> r.state().isWaiting())
        .map(ReminderRows.Row::inShort)
        .toList();
  }

  private List<String> versions(long mother) {
    return jdbc.sql("select xmin::text || ' ' || id from reminder where mother_id = :m order by id")
        .param("m", mother)
        .query(String.class)
        .list();
  }

  private List<String> codesIn(long reminder) {
    return jdbc.sql(
            """
            select v.code from reminder_visit rv join visit v on v.id = rv.visit_id
            where rv.reminder_id = :id
            """)
        .param("id", reminder)
        .query(String.class)
        .list();
  }

  private List<String> codesOn(long mother, LocalDate day, MessageKind kind) {
    return ReminderRows.of(jdbc, mother).stream()
        .filter(r -> r.day().equals(day) && r.kind() == kind)
        .flatMap(r -> codesIn(r.id()).stream())
        .toList();
  }
}
