package io.doula.reminder;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.testing.DoulaTest;
import io.doula.testing.Families;
import io.doula.testing.MovedClock;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Facts that come late, or on a day that the mother's zone has not reached. */
@DoulaTest
class PlanningAnewTest {
  private static final LocalDate TODAY = LocalDate.parse("2026-03-10");

  @Autowired Families families;
  @Autowired JdbcClient jdbc;
  @Autowired MovedClock clock;

  @Test
  void aWomanWhoFirstCameLateIsToldOfHerNextContactThoughOneOfItsNumberWasAnnounced() {
    long mother = families.mother(families.clinic());
    long pregnancy = families.pregnancy(mother, TODAY.minusWeeks(11));
    LocalDate missedSecond = TODAY.plusWeeks(9);
    announced(mother, missedSecond);
    clock.set(missedSecond + "T06:00:00Z");
    came(mother, pregnancy, missedSecond);
    LocalDate next = missedSecond.plusWeeks(6);
    assertThat(ReminderRows.inShort(jdbc, mother))
        .contains(
            missedSecond + " DUE ACCEPTED",
            next.minusDays(2) + " UPCOMING PLANNED",
            next + " DUE PLANNED",
            next.plusDays(7) + " MISSED PLANNED",
            missedSecond.plusDays(7) + " MISSED CANCELLED");
    assertThat(codes(pregnancy, missedSecond))
        .as("what was announced stays, as a contact that no longer follows")
        .hasSize(1);
  }

  @Test
  void aNumberThatWasAnnouncedAndThenNotPlannedIsAnnouncedWhenItIsPlannedAgain() {
    long mother = families.mother(families.clinic());
    LocalDate lmp = TODAY.minusWeeks(11);
    long pregnancy = families.pregnancy(mother, lmp);
    announced(mother, lmp.plusWeeks(30));
    clock.set(lmp.plusWeeks(37) + "T06:00:00Z");
    came(mother, pregnancy, lmp.plusWeeks(37));
    clock.set(lmp.plusWeeks(37).plusDays(2) + "T06:00:00Z");
    came(mother, pregnancy, lmp.plusWeeks(37).plusDays(2));
    assertThat(ReminderRows.inShort(jdbc, mother))
        .contains(
            lmp.plusWeeks(40).minusDays(2) + " UPCOMING PLANNED",
            lmp.plusWeeks(40) + " DUE PLANNED");
  }

  @Test
  void aContactThatIsTakenBackAndRecordedAgainIsPlannedLikeTheFirstTime() {
    long mother = families.mother(families.clinic());
    long pregnancy = families.pregnancy(mother, TODAY.minusWeeks(11));
    LocalDate missedSecond = TODAY.plusWeeks(9);
    clock.set(missedSecond + "T06:00:00Z");
    came(mother, pregnancy, missedSecond);
    List<String> once = ReminderRows.inShort(jdbc, mother);
    families.change(mother, "delete from contact where pregnancy_id = :id", "id", pregnancy);
    came(mother, pregnancy, missedSecond);
    assertThat(ReminderRows.inShort(jdbc, mother)).isEqualTo(once);
  }

  @Test
  void aBirthTodayInAnEasternZoneIsStillPlannedWhenTheZoneTurnsOutToBeWestern() {
    long mother = families.mother(families.clinic("Pacific/Kiritimati"));
    clock.set("2026-03-10T11:00:00Z");
    families.baby(mother, TODAY.plusDays(1), null);
    families.change(
        mother, "update mother set time_zone = 'America/Los_Angeles' where id = :id", "id", mother);
    assertThat(ReminderRows.inShort(jdbc, mother)).contains(TODAY.plusDays(1) + " DUE PLANNED");
  }

  @Test
  void aPregnancyDatedLaterThanItsRegistrationIsPlannedFromItsFirstDay() {
    long mother = families.mother(families.clinic());
    long pregnancy = families.pregnancy(mother, TODAY.minusWeeks(5));
    clock.set(TODAY.plusWeeks(8) + "T06:00:00Z");
    LocalDate lmp = TODAY.plusWeeks(2);
    families.change(
        mother,
        "update pregnancy set lmp = :lmp, edd = :edd where id = :id",
        "lmp",
        lmp,
        "edd",
        lmp.plusDays(280),
        "id",
        pregnancy);
    assertThat(ReminderRows.inShort(jdbc, mother)).contains(lmp.plusWeeks(12) + " DUE PLANNED");
  }

  private void announced(long mother, LocalDate due) {
    int sent =
        jdbc.sql(
                """
                update reminder set state = 'ACCEPTED'
                where mother_id = :m
                  and (day = :due and kind = 'DUE' or day = :before and kind = 'UPCOMING')
                """)
            .param("m", mother)
            .param("due", due)
            .param("before", due.minusDays(2))
            .update();
    assertThat(sent).isEqualTo(2);
  }

  private void came(long mother, long pregnancy, LocalDate on) {
    families.change(
        mother,
        """
        insert into contact (pregnancy_id, kind, attended_on, recorded_at)
        values (:id, 'ANTENATAL', :on, :now)
        """,
        "id",
        pregnancy,
        "on",
        on);
  }

  private List<String> codes(long pregnancy, LocalDate due) {
    return jdbc.sql(
            "select code from visit where pregnancy_id = :id and due = :due and cancelled order by id")
        .param("id", pregnancy)
        .param("due", due)
        .query(String.class)
        .list();
  }
}
