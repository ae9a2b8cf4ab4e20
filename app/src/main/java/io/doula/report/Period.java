package io.doula.report;

import io.doula.core.Invalid;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** From when to when; both ends are included. */
public record Period(End from, End to) {
  /** The longest that may be asked for, in days. */
  public static final int LONGEST = 92;

  private static final int USUAL = 30;

  /**
   * One end: a local day, where each reminder has its own, or an instant of {@code dueAt}, or
   * neither, where it was not given.
   */
  public record End(@Nullable LocalDate day, @Nullable Instant instant) {

    private boolean isOpen() {
      return day == null && instant == null;
    }

    private End or(LocalDate other) {
      return isOpen() ? new End(other, null) : this;
    }

    /** The day, or that of the instant in UTC. */
    LocalDate date() {
      if (instant != null) {
        return instant.atOffset(ZoneOffset.UTC).toLocalDate();
      }
      if (day == null) {
        throw new IllegalStateException("this end is open");
      }
      return day;
    }

    @Override
    public String toString() {
      return instant == null ? String.valueOf(day) : instant.toString();
    }
  }

  /**
   * With both ends: until today, and thirty days in all.
   *
   * @throws Invalid when it ends before it begins, or is longer than {@link #LONGEST}
   */
  Period filled(LocalDate today) {
    End last = to.or(today);
    End first = from.or(last.date().minusDays(USUAL - 1));
    if (isBefore(last, first)) {
      throw new Invalid("from", "must not lie after " + last + ", the end of the period");
    }
    if (ChronoUnit.DAYS.between(first.date(), last.date()) >= LONGEST) {
      throw new Invalid(
          "from", "makes more than %d days until %s: ask for less".formatted(LONGEST, last));
    }
    return new Period(first, last);
  }

  private static boolean isBefore(End one, End other) {
    return one.instant != null && other.instant != null
        ? one.instant.isBefore(other.instant)
        : one.date().isBefore(other.date());
  }
}
