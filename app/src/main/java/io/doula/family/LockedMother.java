package io.doula.family;

import io.doula.core.FieldErrors;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A mother whose row this transaction holds, so that nobody else records about her family
 * meanwhile.
 *
 * @param localNow the time it is where she lives: in her zone, else her clinic's
 */
record LockedMother(long id, long clinicId, LocalDateTime localNow, @Nullable LocalDate diedOn) {

  LocalDate today() {
    return localNow.toLocalDate();
  }

  /**
   * Reads a day on which something happened to her: not in the future, not before that could begin,
   * not after her death.
   *
   * @param from the first day possible, null when any is
   * @param tooEarly what to say of an earlier day
   * @return null when something is wrong, which is then noted
   */
  @Nullable LocalDate day(
      FieldErrors errors, @Nullable LocalDate on, @Nullable LocalDate from, String tooEarly) {
    if (!new Fields(errors).past("on", on, today()) || on == null) {
      return null;
    }
    if (from != null && on.isBefore(from)) {
      errors.add("on", tooEarly);
      return null;
    }
    return on;
  }
}
