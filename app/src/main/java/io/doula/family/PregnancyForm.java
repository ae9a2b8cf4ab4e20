package io.doula.family;

import io.doula.core.FieldErrors;
import java.time.LocalDate;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How a pregnancy is dated, as it is sent: exactly one of the three. */
public record PregnancyForm(@Nullable LocalDate lmp, @Nullable LocalDate edd, @Nullable Scan scan) {
  private static final int OLDEST = 44 * 7;

  /** What an ultrasound scan found: an age of weeks and 0 to 6 days on its date. */
  public record Scan(@Nullable LocalDate date, @Nullable Integer weeks, @Nullable Integer days) {}

  /**
   * @param today the local day of the mother
   * @param end the day on which the pregnancy ended; of one that goes on, today
   * @return null when something is wrong, which is then noted
   */
  @Nullable PregnancyDates read(FieldErrors errors, LocalDate today, LocalDate end) {
    if (Stream.of(lmp, edd, scan).filter(Objects::nonNull).count() != 1) {
      errors.add(field(), "must come alone: send exactly one of lmp, edd and scan");
      return null;
    }
    if (lmp != null) {
      return lmp.isAfter(today)
          ? refused(errors, "lmp", "is in the future")
          : within(errors, "lmp", PregnancyDates.byLmp(lmp), end);
    }
    return edd != null
        ? within(errors, "edd", PregnancyDates.byEdd(edd), end)
        : byScan(errors, today, end);
  }

  private @Nullable PregnancyDates byScan(FieldErrors errors, LocalDate today, LocalDate end) {
    Scan sent = Objects.requireNonNull(scan);
    LocalDate date = sent.date();
    Integer weeks = sent.weeks();
    Integer days = sent.days();
    boolean past = new Fields(errors).past("scan.date", date, today);
    boolean sound = weeks != null && weeks >= 4 && weeks <= 43;
    errors.require(sound, "scan.weeks", "must be a number from 4 to 43");
    boolean soundDays = days != null && days >= 0 && days <= 6;
    errors.require(soundDays, "scan.days", "must be a number from 0 to 6");
    if (!past || !sound || !soundDays || date == null || weeks == null || days == null) {
      return null;
    }
    return within(errors, "scan.date", PregnancyDates.byScan(date, weeks, days), end);
  }

  /** No pregnancy lasts longer than 44 weeks, and none begins after the day it is told or ended. */
  private static @Nullable PregnancyDates within(
      FieldErrors errors, String field, PregnancyDates dating, LocalDate end) {
    if (dating.daysOn(end) < 0) {
      return refused(
          errors,
          field,
          field.equals("edd")
              ? "is more than 280 days ahead: the pregnancy would begin in the future"
              : "makes the pregnancy begin after its end");
    }
    if (dating.daysOn(end) > OLDEST) {
      return refused(
          errors,
          field,
          field.equals("lmp")
              ? "is more than 44 weeks ago"
              : "makes the pregnancy more than 44 weeks old");
    }
    return dating;
  }

  private static @Nullable PregnancyDates refused(
      FieldErrors errors, String field, String message) {
    errors.add(field, message);
    return null;
  }

  /** The field that was sent; lmp when none was. */
  String field() {
    if (lmp == null && edd != null) {
      return "edd";
    }
    return lmp == null && scan != null ? "scan.date" : "lmp";
  }
}
