package io.doula.schedule;

import java.time.LocalDate;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/**
 * What a baby's schedule is derived from, doses apart.
 *
 * @param birthTime local time, where it is known
 * @param deathOn from then on nothing is asked for
 */
public record BabyFacts(
    LocalDate birthDate,
    @Nullable LocalTime birthTime,
    @Nullable Integer birthWeightGrams,
    @Nullable Boolean preterm,
    @Nullable LocalDate deathOn) {

  Facts facts() {
    return Facts.ofBirth(preterm, birthWeightGrams);
  }
}
