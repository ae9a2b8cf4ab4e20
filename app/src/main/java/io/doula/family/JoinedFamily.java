package io.doula.family;

import io.doula.core.Conflict;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Two families that are one: which of their pregnancies and babies are the same, and what is known
 * of those from both entries; pure.
 */
final class JoinedFamily {
  /** So far dates of one pregnancy and the next may seem to overlap. */
  private static final int SLACK = 28;

  private final long kept;
  private final Map<Long, PregnancyRow> pregnancies = new LinkedHashMap<>();
  private final Map<Long, BabyRow> babies = new LinkedHashMap<>();
  private final Set<Long> changedPregnancies = new HashSet<>();
  private final Set<Long> changedBabies = new HashSet<>();

  /** Entries that go, each with the one that stays for it. */
  final Map<Long, Long> pregnancyInto = new LinkedHashMap<>();

  final Map<Long, Long> babyInto = new LinkedHashMap<>();

  JoinedFamily(long kept, List<PregnancyRow> pregnancies, List<BabyRow> babies) {
    this.kept = kept;
    pregnancies.forEach(row -> this.pregnancies.put(row.id(), row));
    babies.forEach(row -> this.babies.put(row.id(), row));
  }

  Set<Long> pregnancyIds() {
    return Set.copyOf(pregnancies.keySet());
  }

  Set<Long> babyIds() {
    return Set.copyOf(babies.keySet());
  }

  /** Pregnancies that can only be one: of the same time, and nothing that one says of its end. */
  Map<Long, Long> samePregnancies() {
    Map<Long, Long> into = new LinkedHashMap<>();
    for (PregnancyRow hers : pregnancies(true)) {
      pregnancies(false).stream()
          .filter(others -> !into.containsKey(others.id()) && !into.containsValue(others.id()))
          .filter(others -> overlap(hers, others) && contradiction(hers, others) == null)
          .findFirst()
          .ifPresent(
              others -> {
                boolean better = certainty(others) > certainty(hers);
                into.put(better ? hers.id() : others.id(), better ? others.id() : hers.id());
              });
    }
    return into;
  }

  /** Babies of one birth day and one name; a name that is missing fits where only one is left. */
  Map<Long, Long> sameBabies() {
    Map<Long, Long> into = new LinkedHashMap<>();
    for (BabyRow hers : babies(true)) {
      babies(false).stream()
          .filter(others -> !into.containsKey(others.id()) && bornAlike(hers, others))
          .filter(others -> sameName(hers, others))
          .findFirst()
          .ifPresent(others -> into.put(others.id(), hers.id()));
    }
    for (BabyRow hers : babies(true)) {
      List<BabyRow> left =
          babies(false).stream()
              .filter(others -> !into.containsKey(others.id()) && bornAlike(hers, others))
              .toList();
      long without =
          babies(true).stream()
              .filter(one -> !into.containsValue(one.id()) && bornAlike(one, hers))
              .count();
      if (left.size() == 1 && without == 1 && !into.containsValue(hers.id())) {
        BabyRow others = left.get(0);
        if (hers.details().name() == null || others.details().name() == null) {
          into.put(others.id(), hers.id());
        }
      }
    }
    return into;
  }

  /**
   * Makes one of each pair.
   *
   * @throws Conflict when two entries contradict each other, or two pregnancies of the same time
   *     would be left
   */
  void join(Map<Long, Long> samePregnancies, Map<Long, Long> sameBabies) {
    samePregnancies.forEach(this::joinPregnancies);
    sameBabies.forEach(this::joinBabies);
    for (BabyRow baby : List.copyOf(babies.values())) {
      Long into = pregnancyInto.get(baby.pregnancyId());
      if (into != null) {
        change(baby.of(into));
      }
    }
    for (PregnancyRow hers : pregnancies(true)) {
      for (PregnancyRow others : pregnancies(false)) {
        if (overlap(hers, others)) {
          throw new Conflict(
              "both have a pregnancy of the same time: say that these are one, or put their dates"
                  + " right first");
        }
      }
    }
  }

  private void joinPregnancies(long drop, long keep) {
    PregnancyRow gone = Objects.requireNonNull(pregnancies.remove(drop));
    PregnancyRow stays = Objects.requireNonNull(pregnancies.get(keep));
    String contradiction = contradiction(gone, stays);
    if (contradiction != null) {
      throw new Conflict(contradiction);
    }
    PregnancyRow joined = stays;
    if (stays.dating() == null && gone.dating() != null) {
      joined = joined.dated(gone.dating());
    }
    if (stays.isOpen() && gone.endedOn() != null) {
      joined = joined.ended(Objects.requireNonNull(gone.outcome()), gone.endedOn());
    }
    pregnancyInto.put(drop, keep);
    pregnancies.put(keep, joined);
    if (!joined.equals(stays)) {
      changedPregnancies.add(keep);
    }
  }

  private static @Nullable String contradiction(PregnancyRow one, PregnancyRow other) {
    if (one.outcome() != null && other.outcome() != null) {
      boolean same =
          one.outcome() == other.outcome()
              && Math.abs(
                      ChronoUnit.DAYS.between(
                          Objects.requireNonNull(one.endedOn()),
                          Objects.requireNonNull(other.endedOn())))
                  <= Births.TWINS;
      return same
          ? null
          : "the pregnancy is recorded to have ended in two ways: put one of them right first";
    }
    PregnancyRow open = one.isOpen() ? one : other;
    LocalDate end = one.endedOn() == null ? other.endedOn() : one.endedOn();
    boolean fits = end == null || open.dating() == null || open.dating().canEndOn(end);
    return fits
        ? null
        : "one entry ends the pregnancy when by the other it can't: put the dates right";
  }

  private void joinBabies(long drop, long keep) {
    BabyRow gone = Objects.requireNonNull(babies.remove(drop));
    BabyRow stays = Objects.requireNonNull(babies.get(keep));
    BabyDetails a = stays.details();
    BabyDetails b = gone.details();
    if (!a.birthDate().equals(b.birthDate())) {
      throw new Conflict(
          "the baby's birth is recorded with two dates: put one of them right first");
    }
    if (stays.diedOn() != null && gone.diedOn() != null && !stays.diedOn().equals(gone.diedOn())) {
      throw new Conflict(
          "the baby's death is recorded with two dates: put one of them right first");
    }
    BabyRow joined =
        stays
            .with(
                new BabyDetails(
                    a.birthDate(),
                    or(a.birthTime(), b.birthTime()),
                    or(a.name(), b.name()),
                    or(a.sex(), b.sex()),
                    or(a.birthWeightGrams(), b.birthWeightGrams())))
            .died(or(stays.diedOn(), gone.diedOn()))
            .of(or(stays.pregnancyId(), gone.pregnancyId()));
    babyInto.put(drop, keep);
    babies.put(keep, joined);
    if (!joined.equals(stays)) {
      changedBabies.add(keep);
    }
  }

  private void change(BabyRow baby) {
    babies.put(baby.id(), baby);
    changedBabies.add(baby.id());
  }

  List<PregnancyRow> changedPregnancies() {
    return changedPregnancies.stream().map(pregnancies::get).toList();
  }

  List<BabyRow> changedBabies() {
    return changedBabies.stream().map(babies::get).toList();
  }

  private List<PregnancyRow> pregnancies(boolean hers) {
    return pregnancies.values().stream().filter(row -> (row.motherId() == kept) == hers).toList();
  }

  private List<BabyRow> babies(boolean hers) {
    return babies.values().stream().filter(row -> (row.motherId() == kept) == hers).toList();
  }

  /** Whether the two were going on at one time. */
  private static boolean overlap(PregnancyRow one, PregnancyRow other) {
    return start(one).plusDays(SLACK).isBefore(end(other))
        && start(other).plusDays(SLACK).isBefore(end(one));
  }

  /** Of one that nobody dated only the end is known. */
  private static LocalDate start(PregnancyRow row) {
    PregnancyDates dating = row.dating();
    return dating == null
        ? Objects.requireNonNull(row.endedOn()).minusDays(Births.NEXT)
        : dating.lmp();
  }

  private static LocalDate end(PregnancyRow row) {
    return row.endedOn() == null ? LocalDate.MAX : row.endedOn();
  }

  /** How well it is dated. */
  private static int certainty(PregnancyRow row) {
    PregnancyDates dating = row.dating();
    return dating == null ? 0 : dating.scanDate() == null ? 1 : 2;
  }

  private static boolean bornAlike(BabyRow one, BabyRow other) {
    Sex a = one.details().sex();
    Sex b = other.details().sex();
    boolean sex = a == null || b == null || a == Sex.UNKNOWN || b == Sex.UNKNOWN || a == b;
    return sex && one.details().birthDate().equals(other.details().birthDate());
  }

  private static boolean sameName(BabyRow one, BabyRow other) {
    String a = one.details().name();
    String b = other.details().name();
    return a != null && b != null && Likeness.alike(a, b);
  }

  private static <T> @Nullable T or(@Nullable T first, @Nullable T second) {
    return first == null ? second : first;
  }
}
