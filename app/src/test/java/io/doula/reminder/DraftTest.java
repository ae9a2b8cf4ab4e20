package io.doula.reminder;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.message.MessageKind;
import io.doula.reminder.PlannedRow.Link;
import io.doula.reminder.PlannedRow.Linked;
import io.doula.reminder.PlannedRow.OpenVisit;
import io.doula.reminder.PlannedRow.Slot;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DraftTest {
  private static final long MOTHER = 7;
  private static final LocalDate TODAY = LocalDate.parse("2026-03-10");
  private static final Instant NOW = Instant.parse("2026-03-10T06:00:00Z");
  private static final List<Occasion> OCCASIONS =
      List.of(
          new Occasion(MessageKind.UPCOMING, -2, 0),
          new Occasion(MessageKind.DUE, 0, 0),
          new Occasion(MessageKind.MISSED, 7, 2));

  private final List<OpenVisit> visits = new ArrayList<>();
  private final List<PlannedRow> rows = new ArrayList<>();
  private final List<Linked> linked = new ArrayList<>();

  @Test
  void aVisitIsSpokenOfTwoDaysBeforeOnTheDayAndAWeekAfter() {
    visit(1, "2026-03-20");
    assertThat(draft().created.keySet())
        .containsExactly(
            slot("2026-03-18", MessageKind.UPCOMING),
            slot("2026-03-20", MessageKind.DUE),
            slot("2026-03-27", MessageKind.MISSED));
  }

  @Test
  void allThatFallsDueOnOneDayIsOneMessage() {
    visit(1, "2026-03-20");
    visit(2, "2026-03-20");
    assertThat(draft().created.get(slot("2026-03-20", MessageKind.DUE)))
        .containsExactlyInAnyOrder(1L, 2L);
  }

  @Test
  void whatLayBeforeTodayIsNotMadeButTodaysIs() {
    visit(1, "2026-03-10");
    assertThat(draft().created.keySet())
        .containsExactly(
            slot("2026-03-10", MessageKind.DUE), slot("2026-03-17", MessageKind.MISSED));
  }

  @Test
  void nothingIsSaidAfterTheLastDayOnWhichItMakesSense() {
    visits.add(
        new OpenVisit(1, MOTHER, LocalDate.parse("2026-03-20"), LocalDate.parse("2026-03-25")));
    assertThat(draft().created.keySet())
        .containsExactly(
            slot("2026-03-18", MessageKind.UPCOMING), slot("2026-03-20", MessageKind.DUE));
  }

  @Test
  void aMovedVisitLeavesTheRowThatKeepsTheRest() {
    visit(1, "2026-03-20");
    visit(2, "2026-04-20");
    row(10, "2026-03-20", MessageKind.DUE, State.PLANNED, 1, 2);
    Draft draft = draft();
    assertThat(draft.kept).contains(10L);
    assertThat(draft.created.get(slot("2026-04-20", MessageKind.DUE))).containsExactly(2L);
    assertThat(draft.cancelled).isEmpty();
  }

  @Test
  void aDoneVisitLeavesTheRowThatKeepsTheRest() {
    visit(1, "2026-03-20");
    row(10, "2026-03-20", MessageKind.DUE, State.PLANNED, 1, 2);
    assertThat(draft().left.get(10L)).isEqualTo(Set.of(2L));
  }

  @Test
  void aRowLeftWithoutVisitsIsCancelled() {
    row(10, "2026-03-20", MessageKind.DUE, State.PLANNED, 1);
    row(11, "2026-03-20", MessageKind.MISSED, State.RETRY, 1);
    assertThat(draft().cancelled).containsExactlyInAnyOrder(10L, 11L);
  }

  @Test
  void whatWasSentIsLeftAndNotSaidAgainWhenTheVisitMoves() {
    for (State state :
        Set.of(State.ACCEPTED, State.SENT, State.UNKNOWN, State.FAILED, State.SENDING)) {
      visits.clear();
      rows.clear();
      linked.clear();
      visit(1, "2026-03-30");
      row(10, "2026-03-10", MessageKind.DUE, state, 1);
      Draft draft = draft();
      assertThat(draft.created.keySet())
          .as("%s", state)
          .containsExactly(
              slot("2026-03-28", MessageKind.UPCOMING), slot("2026-04-06", MessageKind.MISSED));
      assertThat(draft.cancelled).isEmpty();
    }
  }

  @Test
  void whatExpiredUnsentIsSaidWhenTheVisitMovesToALaterDay() {
    visit(1, "2026-03-30");
    row(10, "2026-03-09", MessageKind.DUE, State.EXPIRED, 1);
    assertThat(draft().created.keySet()).contains(slot("2026-03-30", MessageKind.DUE));
  }

  @Test
  void whatExpiredIsNotSaidAgainWhenTheVisitStaysWhereItWas() {
    visit(1, "2026-03-10");
    row(10, "2026-03-10", MessageKind.DUE, State.EXPIRED, 1);
    assertThat(draft().created.keySet()).containsExactly(slot("2026-03-17", MessageKind.MISSED));
  }

  @Test
  void aRowThatWasCancelledComesBackWhenItFollowsAgain() {
    visit(1, "2026-03-20");
    row(10, "2026-03-20", MessageKind.DUE, State.CANCELLED, 1);
    Draft draft = draft();
    assertThat(draft.joined.get(10L)).containsExactly(1L);
    assertThat(draft.kept).containsExactly(10L);
  }

  @Test
  void aRowThatAPersonCancelledNeverComesBack() {
    visit(1, "2026-03-20");
    rows.add(rowOf(10, "2026-03-20", MessageKind.DUE, State.CANCELLED, true));
    linked.add(new Linked(new Link(1, MessageKind.DUE), 10, MOTHER, false));
    Draft draft = draft();
    assertThat(draft.kept).isEmpty();
    assertThat(draft.created.keySet()).doesNotContain(slot("2026-03-20", MessageKind.DUE));
  }

  @Test
  void theDaysMessageThatHasGoneTakesNoMoreVisits() {
    visit(2, "2026-03-10");
    row(10, "2026-03-10", MessageKind.DUE, State.ACCEPTED, 1);
    Draft draft = draft();
    assertThat(draft.joined).isEmpty();
    assertThat(draft.created.keySet()).containsExactly(slot("2026-03-17", MessageKind.MISSED));
  }

  @Test
  void aMotherWhoMayNotBeWrittenToKeepsNothing() {
    visit(1, "2026-03-20");
    row(10, "2026-03-20", MessageKind.DUE, State.PLANNED, 1);
    Draft draft = Draft.of(person(true), NOW, OCCASIONS, visits, rows, linked);
    assertThat(draft.cancelled).containsExactly(10L);
    assertThat(draft.created).isEmpty();
  }

  @Test
  void planningAgainChangesNothing() {
    visit(1, "2026-03-20");
    row(10, "2026-03-18", MessageKind.UPCOMING, State.PLANNED, 1);
    row(11, "2026-03-20", MessageKind.DUE, State.PLANNED, 1);
    row(12, "2026-03-27", MessageKind.MISSED, State.PLANNED, 1);
    Draft draft = draft();
    assertThat(draft.created).isEmpty();
    assertThat(draft.joined).isEmpty();
    assertThat(draft.left).isEmpty();
    assertThat(draft.cancelled).isEmpty();
  }

  @Test
  void aPlannedOneOfAPastDayIsLeftToExpire() {
    visit(1, "2026-03-09");
    row(10, "2026-03-09", MessageKind.DUE, State.PLANNED, 1);
    Draft draft = draft();
    assertThat(draft.kept).containsExactly(10L);
    assertThat(draft.cancelled).isEmpty();
  }

  private Draft draft() {
    return Draft.of(person(false), NOW, OCCASIONS, visits, rows, linked);
  }

  private void visit(long id, String due) {
    visits.add(new OpenVisit(id, MOTHER, LocalDate.parse(due), null));
  }

  private void row(long id, String day, MessageKind kind, State state, long... visitIds) {
    rows.add(rowOf(id, day, kind, state, false));
    for (long visit : visitIds) {
      linked.add(new Linked(new Link(visit, kind), id, MOTHER, false));
    }
  }

  private static PlannedRow rowOf(
      long id, String day, MessageKind kind, State state, boolean cancelledByStaff) {
    return new PlannedRow(
        id, MOTHER, LocalDate.parse(day), kind, state, NOW, NOW, "sms", cancelledByStaff, false);
  }

  private static Slot slot(String day, MessageKind kind) {
    return new Slot(MOTHER, LocalDate.parse(day), kind);
  }

  private static Person person(boolean optedOut) {
    Hours hours =
        new Hours(
            ZoneId.of("Africa/Nairobi"),
            LocalTime.parse("09:00"),
            LocalTime.parse("20:00"),
            LocalTime.parse("07:00"));
    @Nullable String unknown = null;
    return new Person(
        MOTHER,
        "Amina",
        "+254700000001",
        null,
        "sw",
        List.of("sms"),
        Set.of(),
        true,
        optedOut,
        null,
        unknown,
        unknown,
        unknown,
        "Kibera",
        "en",
        "who",
        hours);
  }
}
