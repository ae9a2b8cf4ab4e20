package io.doula.reminder;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/**
 * When a person may be written to: her zone, her clinic's sending hour and quiet hours.
 *
 * <p>One rule for the clock changes: a local time that a change skips is the first instant after
 * the gap; one that it repeats is its first occurrence.
 *
 * @param quietFrom start of the quiet hours, included; equal to {@code quietTo} where there are
 *     none
 * @param quietTo end of the quiet hours, excluded; before {@code quietFrom} when they span midnight
 */
record Hours(ZoneId zone, LocalTime sendAt, LocalTime quietFrom, LocalTime quietTo) {

  /**
   * The instant at which the local clock first shows this time or, where the time is skipped, first
   * moves past it.
   */
  Instant at(LocalDateTime local) {
    List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
    return offsets.isEmpty()
        ? zone.getRules().getTransition(local).getInstant()
        : local.toInstant(offsets.get(0));
  }

  LocalDate dayOf(Instant instant) {
    return instant.atZone(zone).toLocalDate();
  }

  Instant startOf(LocalDate day) {
    return at(day.atStartOfDay());
  }

  /** The sending hour of a day; where a clock change moves it into quiet hours, their end. */
  Instant sendOn(LocalDate day) {
    Instant send = at(day.atTime(sendAt));
    return isQuiet(send) ? quietEnd(send) : send;
  }

  /**
   * The start of the quiet hours that follow the sending hour of a day; the end of that day where
   * there are no quiet hours.
   */
  Instant quietStartAfterSending(LocalDate day) {
    if (hasNoQuiet()) {
      return startOf(day.plusDays(1));
    }
    return at((quietFrom.isAfter(sendAt) ? day : day.plusDays(1)).atTime(quietFrom));
  }

  boolean isQuiet(Instant instant) {
    LocalTime time = instant.atZone(zone).toLocalTime();
    if (hasNoQuiet()) {
      return false;
    }
    return quietFrom.isBefore(quietTo)
        ? !time.isBefore(quietFrom) && time.isBefore(quietTo)
        : !time.isBefore(quietFrom) || time.isBefore(quietTo);
  }

  /** The first instant after this quiet one at which the quiet hours are over. */
  Instant quietEnd(Instant quiet) {
    LocalDate day = dayOf(quiet);
    for (LocalDate end = day; ; end = end.plusDays(1)) {
      LocalDateTime local = end.atTime(quietTo);
      List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
      List<Instant> ends =
          offsets.isEmpty() ? List.of(at(local)) : offsets.stream().map(local::toInstant).toList();
      for (Instant candidate : ends) {
        if (candidate.isAfter(quiet) && !isQuiet(candidate)) {
          return candidate;
        }
      }
    }
  }

  private boolean hasNoQuiet() {
    return quietFrom.equals(quietTo);
  }
}
