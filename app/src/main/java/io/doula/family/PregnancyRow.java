package io.doula.family;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A pregnancy as its row has it.
 *
 * @param dating null for one that was only implied by a birth
 * @param outcome null while it goes on, as {@code endedOn}
 */
record PregnancyRow(
    long id,
    long motherId,
    @Nullable PregnancyDates dating,
    @Nullable Outcome outcome,
    @Nullable LocalDate endedOn,
    int version) {

  boolean isOpen() {
    return outcome == null;
  }

  PregnancyRow dated(PregnancyDates newDating) {
    return new PregnancyRow(id, motherId, newDating, outcome, endedOn, version);
  }

  PregnancyRow ended(Outcome how, LocalDate on) {
    return new PregnancyRow(id, motherId, dating, how, on, version);
  }

  PregnancyRow reopened() {
    return new PregnancyRow(id, motherId, dating, null, null, version);
  }
}
