package io.doula.family;

import io.doula.core.FieldError;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A line of a register that was read and found right in itself, whatever the day.
 *
 * @param today the mother's local day
 * @param mother what the line says of her; null for what it leaves open
 * @param givesChannels false when the channels in {@code mother} are only the usual ones
 * @param dates of a pregnancy, null when the line has none
 * @param datesColumn lmp or edd
 * @param doses given to the baby: the column of each and what it says
 * @param faultsToday what is wrong, by columns, if it is news today: an age or a future that the
 *     same words did not have on the day on which they were recorded
 */
record ImportLine(
    int line,
    long clinicId,
    LocalDate today,
    MotherDetails mother,
    boolean givesChannels,
    @Nullable PregnancyDates dates,
    String datesColumn,
    @Nullable BabyDetails baby,
    Map<String, Given> doses,
    List<FieldError> faultsToday) {

  /** A dose without its baby. */
  record Given(String vaccine, LocalDate on) {}

  /**
   * What the mother's record becomes: the line's word where it has one, else what was known. After
   * her death it has none about consent, which is her caregiver's then.
   */
  MotherDetails over(MotherRow known) {
    MotherDetails old = known.details();
    return new MotherDetails(
        mother.fullName(),
        mother.phone(),
        mother.email() == null ? old.email() : mother.email(),
        mother.language() == null ? old.language() : mother.language(),
        mother.timeZone() == null ? old.timeZone() : mother.timeZone(),
        givesChannels ? mother.channels() : old.channels(),
        known.diedOn() == null ? mother.consent() && !known.withdrewConsent() : old.consent(),
        mother.externalId() == null ? old.externalId() : mother.externalId());
  }

  /** What the baby's record becomes, likewise. */
  static BabyDetails over(BabyDetails sent, BabyDetails old) {
    return new BabyDetails(
        old.birthDate(),
        old.birthTime(),
        sent.name() == null ? old.name() : sent.name(),
        sent.sex() == null ? old.sex() : sent.sex(),
        old.birthWeightGrams());
  }
}
