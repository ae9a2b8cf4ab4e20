package io.doula.family;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A baby as its row has it.
 *
 * @param pregnancyId null for an older child
 */
record BabyRow(
    long id,
    long motherId,
    @Nullable Long pregnancyId,
    BabyDetails details,
    @Nullable LocalDate diedOn,
    int version) {

  BabyRow with(BabyDetails changed) {
    return new BabyRow(id, motherId, pregnancyId, changed, diedOn, version);
  }

  /**
   * @param on null: it lives
   */
  BabyRow died(@Nullable LocalDate on) {
    return new BabyRow(id, motherId, pregnancyId, details, on, version);
  }

  BabyForm form() {
    return new BabyForm(
        Long.toString(motherId),
        details.birthDate(),
        details.birthTime(),
        details.name(),
        details.sex(),
        details.birthWeightGrams());
  }

  BabyRow of(@Nullable Long pregnancy) {
    return new BabyRow(id, motherId, pregnancy, details, diedOn, version);
  }
}
