package io.doula.family;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One mother's pregnancies and babies while something is recorded about them: read, changed by the
 * rules, then written by {@link Families}.
 */
final class Family {
  private final long motherId;
  private final NewIds pregnancyIds;
  private final NewIds babyIds;
  private final Map<Long, PregnancyRow> pregnancies = new LinkedHashMap<>();
  private final Map<Long, BabyRow> babies = new LinkedHashMap<>();
  private final Set<Long> newPregnancies = new LinkedHashSet<>();
  private final Set<Long> changedPregnancies = new LinkedHashSet<>();
  private final Set<Long> newBabies = new LinkedHashSet<>();
  private final Set<Long> changedBabies = new LinkedHashSet<>();
  private final Map<NamedDay, Long> formerly = new HashMap<>();
  private final Set<LocalDate> formerlyExpected = new HashSet<>();
  private int changes;

  /** A baby as it was entered a second time. */
  private record NamedDay(LocalDate birth, @Nullable String name) {}

  Family(long motherId, NewIds pregnancyIds, NewIds babyIds) {
    this.motherId = motherId;
    this.pregnancyIds = pregnancyIds;
    this.babyIds = babyIds;
  }

  void has(PregnancyRow pregnancy) {
    pregnancies.put(pregnancy.id(), pregnancy);
  }

  void has(BabyRow baby) {
    babies.put(baby.id(), baby);
  }

  /** A second entry of a baby was put into this one. */
  void had(LocalDate birth, @Nullable String name, long baby) {
    formerly.put(new NamedDay(birth, name), baby);
  }

  /** A second entry of a pregnancy, with another date, was put into hers. */
  void wasExpected(LocalDate on) {
    formerlyExpected.add(on);
  }

  boolean wasExpectedOn(LocalDate edd) {
    return formerlyExpected.contains(edd);
  }

  Optional<BabyRow> formerly(LocalDate birth, @Nullable String name) {
    return Optional.ofNullable(formerly.get(new NamedDay(birth, name))).map(babies::get);
  }

  List<PregnancyRow> pregnancies() {
    return List.copyOf(pregnancies.values());
  }

  List<BabyRow> babies() {
    return List.copyOf(babies.values());
  }

  PregnancyRow pregnancy(long id) {
    return Objects.requireNonNull(pregnancies.get(id));
  }

  BabyRow baby(long id) {
    return Objects.requireNonNull(babies.get(id));
  }

  Optional<PregnancyRow> openPregnancy() {
    return pregnancies.values().stream().filter(PregnancyRow::isOpen).findFirst();
  }

  List<BabyRow> babiesOf(long pregnancyId) {
    return babies.values().stream()
        .filter(b -> Objects.equals(b.pregnancyId(), pregnancyId))
        .toList();
  }

  /** How many changes were made so far. */
  int changes() {
    return changes;
  }

  PregnancyRow begin(PregnancyDates dating) {
    return add(new PregnancyRow(pregnancyIds.next(), motherId, dating, null, null, 1));
  }

  void change(PregnancyRow pregnancy) {
    pregnancies.put(pregnancy.id(), pregnancy);
    changedPregnancies.add(pregnancy.id());
    changes++;
  }

  void change(BabyRow baby) {
    babies.put(baby.id(), baby);
    changedBabies.add(baby.id());
    changes++;
  }

  /**
   * Adds a baby, and what its birth means for the pregnancies.
   *
   * @param today the mother's local day
   */
  BabyRow bear(BabyDetails details, LocalDate today) {
    return bear(details, pregnancyOf(details.birthDate(), today));
  }

  /** Adds a baby born of a pregnancy that is known; null: of none. */
  BabyRow bear(BabyDetails details, @Nullable Long pregnancy) {
    BabyRow baby = new BabyRow(babyIds.next(), motherId, pregnancy, details, null, 1);
    babies.put(baby.id(), baby);
    newBabies.add(baby.id());
    changes++;
    return baby;
  }

  /**
   * Corrects a baby. When the birth date moves, its pregnancy's end moves along; if it can't,
   * because the birth is then none of that pregnancy, the pregnancy goes on as before the birth was
   * recorded.
   *
   * @param today the mother's local day
   */
  void correct(BabyRow before, BabyDetails details, LocalDate today) {
    BabyRow after = before.with(details);
    if (!details.birthDate().equals(before.details().birthDate())) {
      after = after.of(movedBirth(before, details.birthDate(), today));
    }
    change(after);
  }

  private @Nullable Long movedBirth(BabyRow baby, LocalDate birth, LocalDate today) {
    PregnancyRow own = baby.pregnancyId() == null ? null : pregnancy(baby.pregnancyId());
    if (own == null) {
      return pregnancyOf(birth, today);
    }
    if (babiesOf(own.id()).size() == 1 && own.outcome() == Outcome.LIVE_BIRTH) {
      PregnancyDates dating = own.dating();
      if (dating == null || dating.endsWithBirthOn(birth)) {
        change(own.ended(Outcome.LIVE_BIRTH, birth));
        return own.id();
      }
      if (openPregnancy().isEmpty()) {
        change(own.reopened());
      }
    }
    return pregnancyOf(birth, today);
  }

  private @Nullable Long pregnancyOf(LocalDate birth, LocalDate today) {
    Births.Place place = Births.of(birth, pregnancies(), today);
    PregnancyRow known = place.pregnancy();
    return switch (place.meaning()) {
      case ENDS -> end(Objects.requireNonNull(known), birth);
      case JOINS -> Objects.requireNonNull(known).id();
      case IMPLIES ->
          add(new PregnancyRow(pregnancyIds.next(), motherId, null, Outcome.LIVE_BIRTH, birth, 1))
              .id();
      case OLDER -> null;
    };
  }

  private long end(PregnancyRow pregnancy, LocalDate birth) {
    change(pregnancy.ended(Outcome.LIVE_BIRTH, birth));
    return pregnancy.id();
  }

  private PregnancyRow add(PregnancyRow pregnancy) {
    pregnancies.put(pregnancy.id(), pregnancy);
    newPregnancies.add(pregnancy.id());
    changes++;
    return pregnancy;
  }

  List<PregnancyRow> newPregnancies() {
    return newPregnancies.stream().map(this::pregnancy).toList();
  }

  List<PregnancyRow> changedPregnancies() {
    return changedPregnancies.stream()
        .filter(id -> !newPregnancies.contains(id))
        .map(this::pregnancy)
        .toList();
  }

  List<BabyRow> newBabies() {
    return newBabies.stream().map(this::baby).toList();
  }

  List<BabyRow> changedBabies() {
    return changedBabies.stream().filter(id -> !newBabies.contains(id)).map(this::baby).toList();
  }
}
