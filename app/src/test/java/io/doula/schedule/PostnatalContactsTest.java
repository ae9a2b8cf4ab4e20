package io.doula.schedule;

import static io.doula.schedule.Who.PLAN;
import static io.doula.schedule.Who.day;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostnatalContactsTest {

  private static final LocalDate BIRTH = day("2026-02-27");

  @Test
  void fourContactsAreDueInTheFirstSixWeeks() {
    List<Item> items = items(0);
    assertThat(items.stream().map(Item::code)).containsExactly("PNC-1", "PNC-2", "PNC-3", "PNC-4");
    assertThat(items.stream().map(Item::due))
        .containsExactly(
            day("2026-02-27"), day("2026-03-01"), day("2026-03-06"), day("2026-04-10"));
    assertThat(items.stream().map(Item::overdueAfter))
        .containsExactly(
            day("2026-03-01"), day("2026-03-06"), day("2026-04-10"), day("2026-04-17"));
    assertThat(items).allSatisfy(item -> assertThat(item.latest()).isEqualTo("2026-04-17"));
    assertThat(items).allSatisfy(item -> assertThat(item.kind()).isEqualTo(ItemKind.POSTNATAL));
  }

  @ParameterizedTest
  @CsvSource({
    "0,  DUE PLANNED PLANNED PLANNED",
    "1,  DUE PLANNED PLANNED PLANNED",
    "2,  DUE DUE PLANNED PLANNED",
    "3,  OVERDUE DUE PLANNED PLANNED",
    "7,  OVERDUE DUE DUE PLANNED",
    "8,  OVERDUE OVERDUE DUE PLANNED",
    "41, OVERDUE OVERDUE DUE PLANNED",
    "42, OVERDUE OVERDUE DUE DUE",
    "43, OVERDUE OVERDUE OVERDUE DUE",
    "49, OVERDUE OVERDUE OVERDUE DUE",
    "50, EXPIRED EXPIRED EXPIRED EXPIRED"
  })
  void aContactIsDueThenOverdueThenExpired(int dayOfLife, String statuses) {
    assertThat(statuses(items(dayOfLife), dayOfLife)).isEqualTo(statuses);
  }

  @ParameterizedTest
  @CsvSource({
    "0,      DONE OVERDUE DUE PLANNED",
    "1,      DONE OVERDUE DUE PLANNED",
    "0 1,    DONE OVERDUE DUE PLANNED",
    "0 2 3,  DONE DONE DUE PLANNED",
    "2,      EXPIRED DONE DUE PLANNED",
    "8,      EXPIRED EXPIRED DONE PLANNED",
    "8 9,    EXPIRED EXPIRED DONE PLANNED",
    "9 0,    DONE EXPIRED DONE PLANNED",
    "-1 20,  OVERDUE OVERDUE DUE PLANNED"
  })
  void aDayCountsForTheLatestOpenContactAndThosePassedOverExpire(String days, String statuses) {
    Integer[] came = Arrays.stream(days.split(" ")).map(Integer::valueOf).toArray(Integer[]::new);
    assertThat(statuses(items(10, came), 10)).isEqualTo(statuses);
  }

  @Test
  void theHourOfBirthIsNamedAndMovesNoDay() {
    Schedule known =
        Schedules.ofMotherAfterBirth(PLAN, BIRTH, LocalTime.of(23, 30), List.of(), BIRTH);
    assertThat(known.items().get(1).why()).contains("48 to 72 hours after birth", "at 23:30");
    assertThat(known.items().stream().map(Item::due))
        .isEqualTo(items(0).stream().map(Item::due).toList());
  }

  private static List<Item> items(int dayOfLife, Integer... came) {
    List<LocalDate> days = Arrays.stream(came).map(day -> BIRTH.plusDays(day)).toList();
    return Schedules.ofMotherAfterBirth(PLAN, BIRTH, null, days, BIRTH.plusDays(dayOfLife)).items();
  }

  private static String statuses(List<Item> items, int dayOfLife) {
    LocalDate today = BIRTH.plusDays(dayOfLife);
    return String.join(" ", items.stream().map(item -> item.statusOn(today).name()).toList());
  }
}
