package io.doula.reminder;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HoursTest {
  private static final Instant FIRST = Instant.parse("2024-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("2033-01-01T00:00:00Z");

  @Test
  void theSendingHourIsTheClinicsInThePersonsZone() {
    Hours nairobi = hours("Africa/Nairobi", "09:00", "20:00", "07:00");
    assertThat(nairobi.sendOn(LocalDate.parse("2026-03-10")))
        .isEqualTo(Instant.parse("2026-03-10T06:00:00Z"));
    Hours kolkata = hours("Asia/Kolkata", "09:00", "20:00", "07:00");
    assertThat(kolkata.sendOn(LocalDate.parse("2026-03-10")))
        .isEqualTo(Instant.parse("2026-03-10T03:30:00Z"));
  }

  @Test
  void aSkippedTimeIsTheFirstInstantAfterTheGap() {
    Hours berlin = hours("Europe/Berlin", "02:30", "20:00", "01:00");
    assertThat(berlin.sendOn(LocalDate.parse("2026-03-29")))
        .isEqualTo(Instant.parse("2026-03-29T01:00:00Z"));
  }

  @Test
  void aRepeatedTimeIsItsFirstOccurrence() {
    Hours berlin = hours("Europe/Berlin", "02:30", "20:00", "01:00");
    assertThat(berlin.sendOn(LocalDate.parse("2026-10-25")))
        .isEqualTo(Instant.parse("2026-10-25T00:30:00Z"));
  }

  @Test
  void aSkippedMidnightStartsTheDayAtItsFirstInstant() {
    // Cairo's clocks go from 00:00 to 01:00 on the last Friday of April.
    Hours cairo = hours("Africa/Cairo", "09:00", "20:00", "07:00");
    assertThat(cairo.startOf(LocalDate.parse("2026-04-24")))
        .isEqualTo(Instant.parse("2026-04-23T22:00:00Z"));
  }

  @Test
  void quietHoursMaySpanMidnightOrNot() {
    Hours night = hours("UTC", "09:00", "20:00", "07:00");
    assertThat(night.isQuiet(Instant.parse("2026-03-10T19:59:59Z"))).isFalse();
    assertThat(night.isQuiet(Instant.parse("2026-03-10T20:00:00Z"))).isTrue();
    assertThat(night.isQuiet(Instant.parse("2026-03-10T06:59:59Z"))).isTrue();
    assertThat(night.isQuiet(Instant.parse("2026-03-10T07:00:00Z"))).isFalse();
    Hours noon = hours("UTC", "09:00", "12:00", "14:00");
    assertThat(noon.isQuiet(Instant.parse("2026-03-10T11:59:59Z"))).isFalse();
    assertThat(noon.isQuiet(Instant.parse("2026-03-10T13:59:59Z"))).isTrue();
    assertThat(noon.isQuiet(Instant.parse("2026-03-10T14:00:00Z"))).isFalse();
    Hours none = hours("UTC", "09:00", "20:00", "20:00");
    assertThat(none.isQuiet(Instant.parse("2026-03-10T20:00:00Z"))).isFalse();
  }

  @Test
  void aReminderGoesStaleWhenTheQuietHoursAfterItsSendingHourBegin() {
    LocalDate day = LocalDate.parse("2026-03-10");
    assertThat(hours("UTC", "09:00", "20:00", "07:00").quietStartAfterSending(day))
        .isEqualTo(Instant.parse("2026-03-10T20:00:00Z"));
    assertThat(hours("UTC", "09:00", "00:00", "07:00").quietStartAfterSending(day))
        .isEqualTo(Instant.parse("2026-03-11T00:00:00Z"));
    assertThat(hours("UTC", "09:00", "20:00", "20:00").quietStartAfterSending(day))
        .isEqualTo(Instant.parse("2026-03-11T00:00:00Z"));
  }

  @Test
  void overEveryTransitionOfEveryZoneFrom2024To2032() {
    int seen = 0;
    for (String name : ZoneId.getAvailableZoneIds()) {
      ZoneId zone = ZoneId.of(name);
      for (ZoneOffsetTransition change : transitions(zone)) {
        seen++;
        for (Hours hours : hoursAround(zone, change)) {
          holdsOnTheDaysAround(hours, change);
        }
      }
    }
    assertThat(seen).isGreaterThan(2_000);
  }

  /**
   * Sending hours before, inside and after the change, and quiet hours that end or begin inside it.
   */
  private static List<Hours> hoursAround(ZoneId zone, ZoneOffsetTransition change) {
    LocalTime from = change.getDateTimeBefore().toLocalTime();
    List<Hours> all = new ArrayList<>();
    all.add(hours(zone.getId(), "09:00", "20:00", "07:00"));
    for (int minutes : new int[] {-30, -1, 0, 1, 15, 30, 59, 90}) {
      LocalTime inside = from.plusMinutes(minutes);
      all.add(new Hours(zone, inside, inside.plusHours(10), inside.minusHours(2)));
      all.add(new Hours(zone, inside.plusHours(1), inside.plusHours(12), inside));
      all.add(new Hours(zone, inside.minusHours(3), inside, inside.plusHours(4)));
    }
    return all;
  }

  private static void holdsOnTheDaysAround(Hours hours, ZoneOffsetTransition change) {
    LocalDate day = change.getDateTimeBefore().toLocalDate();
    Instant before = null;
    for (LocalDate d = day.minusDays(1); !d.isAfter(day.plusDays(2)); d = d.plusDays(1)) {
      Instant send = hours.sendOn(d);
      String where = hours + " on " + d + " around " + change;
      assertThat(hours.isQuiet(send)).as(where).isFalse();
      assertThat(hours.quietStartAfterSending(d)).as(where).isAfter(send);
      if (before != null) {
        assertThat(send).as(where).isAfter(before);
        assertThat(Duration.between(before, send)).as(where).isLessThan(Duration.ofHours(48));
      }
      before = send;
      Instant end = hours.quietStartAfterSending(d);
      if (hours.isQuiet(end)) {
        assertThat(hours.quietEnd(end)).as(where).isAfter(end);
        assertThat(hours.isQuiet(hours.quietEnd(end))).as(where).isFalse();
      }
    }
  }

  private static List<ZoneOffsetTransition> transitions(ZoneId zone) {
    List<ZoneOffsetTransition> all = new ArrayList<>();
    ZoneOffsetTransition next = zone.getRules().nextTransition(FIRST);
    while (next != null && next.getInstant().isBefore(LAST)) {
      all.add(next);
      next = zone.getRules().nextTransition(next.getInstant());
    }
    return all;
  }

  private static Hours hours(String zone, String sendAt, String quietFrom, String quietTo) {
    return new Hours(
        ZoneId.of(zone),
        LocalTime.parse(sendAt),
        LocalTime.parse(quietFrom),
        LocalTime.parse(quietTo));
  }
}
