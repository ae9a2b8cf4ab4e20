package io.doula.family;

import io.doula.core.FieldErrors;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/**
 * A baby as it is sent.
 *
 * @param birthTime local time of day; null when nobody knows it
 * @param birthWeightGrams 200 to 9000
 */
public record BabyForm(
    @Nullable String motherId,
    @Nullable LocalDate birthDate,
    @Nullable LocalTime birthTime,
    @Nullable String name,
    @Nullable Sex sex,
    @Nullable Integer birthWeightGrams) {
  /** Whom the schedules are for: nothing is due to anyone older. */
  private static final int OLDEST_YEARS = 20;

  /**
   * @param now the local time of the mother
   * @return null when something is wrong, which is then noted
   */
  @Nullable BabyDetails read(FieldErrors errors, LocalDateTime now) {
    Fields fields = new Fields(errors);
    String cleanName = fields.text("name", name, Fields.LONGEST_NAME);
    errors.require(
        birthWeightGrams == null || birthWeightGrams >= 200 && birthWeightGrams <= 9000,
        "birthWeightGrams",
        "must be a number of grams from 200 to 9000");
    if (!fields.past("birthDate", birthDate, now.toLocalDate()) || birthDate == null) {
      return null;
    }
    errors.require(
        birthDate.isAfter(now.toLocalDate().minusYears(OLDEST_YEARS)),
        "birthDate",
        "is more than 20 years ago");
    if (birthTime != null && birthDate.atTime(birthTime).isAfter(now)) {
      errors.add("birthTime", "is in the future");
    }
    return new BabyDetails(birthDate, birthTime, cleanName, sex, birthWeightGrams);
  }
}
