package io.doula.schedule;

import static io.doula.schedule.Who.PLAN;
import static io.doula.schedule.Who.at;
import static io.doula.schedule.Who.day;
import static io.doula.schedule.Who.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SchedulesTest {

  private static final LocalDate BIRTH = day("2026-03-10");
  private static final String AT_BIRTH = "BCG 0 d, HepB 0 d, bOPV 0 d";

  @Test
  void aNewbornHasEveryDoseOfTheRoutineAndFourContacts() {
    Schedule schedule = baby(BIRTH, "0 d", "");
    assertThat(codes(schedule))
        .containsExactlyInAnyOrder(
            "BCG-1",
            "HEPB-BIRTH-1",
            "OPV-BIRTH-1",
            "BOPV-1",
            "BOPV-2",
            "BOPV-3",
            "IPV-1",
            "IPV-2",
            "DTP-1",
            "DTP-2",
            "DTP-3",
            "DTP-4",
            "DTP-5",
            "DTP-6",
            "PCV-1",
            "PCV-2",
            "PCV-3",
            "ROTA-1",
            "ROTA-2",
            "ROTA-3",
            "MCV-1",
            "MCV-2",
            "PNC-1",
            "PNC-2",
            "PNC-3",
            "PNC-4");
    assertThat(schedule.plan()).isEqualTo("who");
    assertThat(schedule.planVersion()).isEqualTo(PLAN.version());
    assertThat(schedule.items()).isSortedAccordingTo((a, b) -> a.due().compareTo(b.due()));
  }

  @Test
  void theSixWeekVisitHasFourVaccinesAndOneContact() {
    Schedule schedule = baby(BIRTH, "40 d", AT_BIRTH);
    LocalDate sixWeeks = at(BIRTH, "6 w");
    assertThat(dueOn(schedule, sixWeeks))
        .containsExactly("BOPV-1", "DTP-1", "PCV-1", "PNC-4", "ROTA-1");
    assertThat(dueOn(schedule, at(BIRTH, "14 w")))
        .containsExactly("BOPV-3", "DTP-3", "IPV-1", "PCV-3", "ROTA-3");
  }

  @Test
  void thePentavalentIsOneItemForItsThreeSeries() {
    Item first = item(baby(BIRTH, "0 d", ""), "DTP-1");
    assertThat(first.vaccines()).containsExactly("DTP+HepB+Hib");
    assertThat(first.title()).isEqualTo("DTP-HepB-Hib, dose 1");
    assertThat(first.series()).isEqualTo("DTP");
    Item booster = item(baby(BIRTH, "0 d", ""), "DTP-4");
    assertThat(booster.vaccines()).containsExactly("DTP", "Td");
    assertThat(booster.title()).isEqualTo("DTP or Td, booster 1");
  }

  @Test
  void whatThePentavalentLeavesOpenComesByItself() {
    String history = "DTP 6 w, DTP 10 w, DTP 14 w";
    Schedule schedule = baby(BIRTH, "15 w", history);
    assertThat(codes(schedule)).contains("HEPB-1", "HEPB-2", "HEPB-3", "HIB-1", "HIB-2", "HIB-3");
    assertThat(item(schedule, "HIB-1").provisional()).isFalse();
    assertThat(codes(baby(BIRTH, "15 w", history.replace("DTP", "DTP+HepB+Hib"))))
        .noneMatch(code -> code.startsWith("HIB") || code.matches("HEPB-\\d"));
  }

  @Test
  void onlyDosesAfterTheNextAreProvisional() {
    Schedule schedule = baby(BIRTH, "7 w", AT_BIRTH + ", DTP+HepB+Hib 6 w");
    assertThat(item(schedule, "DTP-1").doneOn()).isEqualTo(at(BIRTH, "6 w"));
    assertThat(item(schedule, "DTP-1").due()).isEqualTo(at(BIRTH, "6 w"));
    assertThat(item(schedule, "DTP-2").provisional()).isFalse();
    assertThat(item(schedule, "DTP-2").due()).isEqualTo(at(BIRTH, "10 w"));
    assertThat(item(schedule, "DTP-3").provisional()).isTrue();
    assertThat(item(schedule, "DTP-3").why()).startsWith("Projected");
  }

  @Test
  void aDoseNotGivenPushesThoseAfterItAlong() {
    Schedule late = baby(BIRTH, "12 w", AT_BIRTH);
    assertThat(item(late, "DTP-1").due()).isEqualTo(at(BIRTH, "6 w"));
    assertThat(item(late, "DTP-2").due()).isEqualTo(at(BIRTH, "16 w"));
    assertThat(item(late, "DTP-3").due()).isEqualTo(at(BIRTH, "20 w"));
  }

  @Test
  void aProjectionIsMadeAgainBeforeItWouldBeAnnounced() {
    assertThat(baby(BIRTH, "6 w", AT_BIRTH).nextChange()).isEqualTo(at(BIRTH, "10 w - 2 d"));
  }

  @Test
  void aDoseThatDoesNotCountLeavesItsItemToDo() {
    Schedule schedule = baby(BIRTH, "7 w", "DTP+HepB+Hib 5 w");
    assertThat(item(schedule, "DTP-1").doneOn()).isNull();
    assertThat(item(schedule, "DTP-1").due()).isEqualTo(at(BIRTH, "6 w"));
  }

  @Test
  void aChildStartedAfterTheFirstBirthdayKeepsTheSameCodes() {
    Schedule schedule = baby(BIRTH, "14 m", "DTP+HepB+Hib 13 m");
    assertThat(item(schedule, "DTP-1").series()).isEqualTo("DTP-DELAYED");
    assertThat(item(schedule, "DTP-1").doneOn()).isEqualTo(at(BIRTH, "13 m"));
    assertThat(item(schedule, "DTP-2").due()).isEqualTo(at(BIRTH, "13 m + 28 d"));
  }

  @Test
  void anItemRunsFromPlannedToExpired() {
    Item rota = item(baby(BIRTH, "0 d", ""), "ROTA-1");
    assertThat(rota.statusOn(at(BIRTH, "6 w - 1 d"))).isEqualTo(ItemStatus.PLANNED);
    assertThat(rota.statusOn(at(BIRTH, "6 w"))).isEqualTo(ItemStatus.DUE);
    assertThat(rota.statusOn(at(BIRTH, "7 w"))).isEqualTo(ItemStatus.DUE);
    assertThat(rota.statusOn(at(BIRTH, "7 w + 1 d"))).isEqualTo(ItemStatus.OVERDUE);
    assertThat(rota.statusOn(at(BIRTH, "24 m"))).isEqualTo(ItemStatus.OVERDUE);
    assertThat(rota.statusOn(at(BIRTH, "24 m + 1 d"))).isEqualTo(ItemStatus.EXPIRED);
  }

  @Test
  void aLateBcgNeedsReviewAndATooLateBirthDoseExpires() {
    Schedule schedule = baby(BIRTH, "29 d", "");
    assertThat(item(schedule, "BCG-1").statusOn(at(BIRTH, "29 d")))
        .isEqualTo(ItemStatus.NEEDS_REVIEW);
    assertThat(item(schedule, "HEPB-BIRTH-1").statusOn(at(BIRTH, "29 d")))
        .isEqualTo(ItemStatus.EXPIRED);
    assertThat(baby(BIRTH, "5 d", "HepB 0 d, bOPV 0 d").nextChange()).isEqualTo(at(BIRTH, "29 d"));
  }

  @Test
  void aLateBcgThatWaitsForALiveVaccineIsNotAnnouncedBecauseAPersonDecidesWhenItIsDue() {
    Schedule waiting = baby(BIRTH, "9 m + 10 d", "YF 9 m");
    assertThat(item(waiting, "BCG-1").due()).isEqualTo(at(BIRTH, "9 m + 28 d"));
    assertThat(item(waiting, "BCG-1").provisional()).isTrue();
    assertThat(item(waiting, "BCG-1").statusOn(at(BIRTH, "9 m + 10 d")))
        .isEqualTo(ItemStatus.PLANNED);
    assertThat(item(waiting, "MCV-1").provisional()).isFalse();
    Item due = item(baby(BIRTH, "9 m + 28 d", "YF 9 m"), "BCG-1");
    assertThat(due.statusOn(at(BIRTH, "9 m + 28 d"))).isEqualTo(ItemStatus.NEEDS_REVIEW);
    assertThat(due.provisional()).isFalse();
  }

  @Test
  void aBirthDoseThatWasMissedKeepsItsDateWhenALaterDoseIsGiven() {
    Item birthDose = item(baby(BIRTH, "7 w", "DTP+HepB+Hib 6 w"), "HEPB-BIRTH-1");
    assertThat(birthDose.due()).isEqualTo(BIRTH);
    assertThat(birthDose.statusOn(at(BIRTH, "7 w"))).isEqualTo(ItemStatus.EXPIRED);
  }

  @Test
  void ofABabyWhoDiedOnlyWhatWasDoneIsLeft() {
    BabyFacts baby = new BabyFacts(BIRTH, null, null, null, BIRTH.plusDays(20));
    Schedule schedule =
        Schedules.ofBaby(PLAN, baby, given(BIRTH, AT_BIRTH), List.of(BIRTH), BIRTH.plusDays(20));
    assertThat(codes(schedule))
        .containsExactlyInAnyOrder("BCG-1", "HEPB-BIRTH-1", "OPV-BIRTH-1", "PNC-1");
    assertThat(schedule.nextChange()).isNull();
  }

  @Test
  void aPregnancyListsWhatWasAttendedAndWhatFollows() {
    LocalDate lmp = day("2026-01-07");
    Dating dating = Dating.byLmp(lmp);
    List<LocalDate> came = List.of(lmp.plusDays(73), lmp.plusWeeks(20));
    Schedule schedule = Schedules.ofPregnancy(PLAN, dating, came, lmp.plusWeeks(21));
    assertThat(codes(schedule))
        .containsExactly("ANC-1", "ANC-2", "ANC-3", "ANC-4", "ANC-5", "ANC-6", "ANC-7", "ANC-8");
    assertThat(item(schedule, "ANC-2").doneOn()).isEqualTo(lmp.plusWeeks(20));
    assertThat(item(schedule, "ANC-2").due()).isEqualTo(lmp.plusWeeks(18));
    Item third = item(schedule, "ANC-3");
    assertThat(third.title()).isEqualTo("Antenatal contact 3");
    assertThat(third.due()).isEqualTo(lmp.plusWeeks(26));
    assertThat(third.latest()).isEqualTo(lmp.plusWeeks(41));
    assertThat(third.why()).contains("Week 26", "last period 2026-01-07", "Plan who");
  }

  @Test
  void reDatingMovesWhatIsToComeAndKeepsTheCodes() {
    LocalDate came = day("2026-03-21");
    LocalDate today = day("2026-04-01");
    Schedule before =
        Schedules.ofPregnancy(PLAN, Dating.byLmp(day("2026-01-07")), List.of(came), today);
    Schedule after =
        Schedules.ofPregnancy(PLAN, Dating.byScan(day("2026-03-21"), 9, 0), List.of(came), today);
    assertThat(item(before, "ANC-2").due()).isEqualTo("2026-05-13");
    assertThat(item(after, "ANC-2").due()).isEqualTo("2026-05-16");
    assertThat(item(after, "ANC-1").doneOn()).isEqualTo(came);
  }

  @Test
  void aDayBeforeBirthIsRefused() {
    assertThatThrownBy(
            () -> Schedules.ofMotherAfterBirth(PLAN, BIRTH, null, List.of(), BIRTH.minusDays(1)))
        .isInstanceOf(ForecastRefused.class);
  }

  private static Schedule baby(LocalDate birth, String asOf, String doses) {
    return Schedules.ofBaby(
        PLAN,
        new BabyFacts(birth, null, null, null, null),
        given(birth, doses),
        List.of(),
        at(birth, asOf));
  }

  private static List<String> codes(Schedule schedule) {
    return schedule.items().stream().map(Item::code).toList();
  }

  private static Item item(Schedule schedule, String code) {
    return schedule.items().stream()
        .filter(item -> item.code().equals(code))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> dueOn(Schedule schedule, LocalDate day) {
    Stream<Item> items = schedule.items().stream().filter(item -> item.due().equals(day));
    return items.map(Item::code).sorted().toList();
  }
}
