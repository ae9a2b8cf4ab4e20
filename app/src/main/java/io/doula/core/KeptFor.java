package io.doula.core;

import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * How long something is kept.
 *
 * @param period null: for good
 */
public record KeptFor(@Nullable Period period) {

  /**
   * Reads a setting.
   *
   * @param name the setting's, for the refusal
   * @param text an ISO period such as P7Y; empty: for good
   * @param atLeast a shorter one is refused
   * @throws CannotStart naming the setting that can't be
   */
  public static KeptFor read(String name, String text, Period atLeast) {
    if (text.isBlank()) {
      return new KeptFor(null);
    }
    try {
      Period period = Period.parse(text.strip());
      boolean forward = !period.isNegative() && period.toTotalMonths() * 30 + period.getDays() > 0;
      if (forward && before(period, Instant.EPOCH).compareTo(before(atLeast, Instant.EPOCH)) <= 0) {
        return new KeptFor(period);
      }
    } catch (DateTimeParseException | ArithmeticException e) {
      // refused below
    }
    throw new CannotStart(
        "%s must be a period in years, months or days, at least %s, such as P7Y; not %s. Leave it out to keep all."
            .formatted(name, atLeast, text.strip()));
  }

  /** What is from before this instant has been kept long enough; null where it never is. */
  public @Nullable Instant cutoff(Instant now) {
    return period == null ? null : before(period, now);
  }

  private static Instant before(Period period, Instant now) {
    return now.atOffset(ZoneOffset.UTC).minus(period).toInstant();
  }
}
