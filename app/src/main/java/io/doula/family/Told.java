package io.doula.family;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What a line of a register says of a family that is known already. */
final class Told {
  private Told() {}

  /**
   * Whether the dates say nothing new: they are known, or a scan knows better, or they speak of a
   * pregnancy that has ended.
   */
  static boolean isTold(Family family, PregnancyDates sent) {
    if (family.wasExpectedOn(sent.edd())) {
      return true;
    }
    boolean ofOneThatEnded =
        family.pregnancies().stream()
            .map(PregnancyRow::endedOn)
            .anyMatch(end -> end != null && !end.isBefore(sent.lmp()));
    return ofOneThatEnded
        || family
            .openPregnancy()
            .map(open -> Objects.requireNonNull(open.dating()))
            .filter(known -> known.edd().equals(sent.edd()) || known.by().equals("SCAN"))
            .isPresent();
  }

  /**
   * Whether the dates can be those of a pregnancy that is recorded, though today they would be
   * refused. Those of years before are not, even where a later pregnancy has ended: that is a slip,
   * and who sent it should hear of it.
   */
  static boolean isRecorded(Family family, PregnancyDates sent) {
    return isTold(family, sent)
        && family.pregnancies().stream().anyMatch(pregnancy -> isOf(pregnancy, sent));
  }

  private static boolean isOf(PregnancyRow pregnancy, PregnancyDates sent) {
    PregnancyDates known = pregnancy.dating();
    if (known != null && known.edd().equals(sent.edd())) {
      return true;
    }
    return pregnancy.endedOn() == null
        ? known != null && known.scanDate() != null && sent.daysOn(known.scanDate()) >= 0
        : sent.canEndOn(pregnancy.endedOn());
  }

  /** The baby of that day and name; a name that is missing on either side fits any. */
  static Optional<BabyRow> baby(Family family, BabyDetails sent) {
    List<BabyRow> ofTheDay =
        family.babies().stream()
            .filter(baby -> baby.details().birthDate().equals(sent.birthDate()))
            .toList();
    Optional<BabyRow> sameName =
        ofTheDay.stream()
            .filter(baby -> Objects.equals(baby.details().name(), sent.name()))
            .findFirst();
    if (sameName.isPresent()) {
      return sameName;
    }
    return isFormer(family, sent)
        ? family.formerly(sent.birthDate(), sent.name())
        : ofTheDay.stream()
            .filter(baby -> sent.name() == null || baby.details().name() == null)
            .findFirst();
  }

  /** Whether a baby had this name under a second entry that was put into its own. */
  static boolean isFormer(Family family, BabyDetails sent) {
    return sent.name() != null
        && family.babies().stream()
            .noneMatch(
                baby ->
                    baby.details().birthDate().equals(sent.birthDate())
                        && sent.name().equals(baby.details().name()))
        && family.formerly(sent.birthDate(), sent.name()).isPresent();
  }
}
