package io.doula.family;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Repository;

/** Reads families for a change, writes them after it, and says that they changed. */
@Repository
class Families {
  private final PregnancyTable pregnancies;
  private final BabyTable babies;
  private final ApplicationEventPublisher events;

  Families(PregnancyTable pregnancies, BabyTable babies, ApplicationEventPublisher events) {
    this.pregnancies = pregnancies;
    this.babies = babies;
    this.events = events;
  }

  /** The family of a mother whose row is held. */
  Family of(LockedMother mother) {
    return Objects.requireNonNull(
        of(Map.of(mother.id(), mother.today()), 1).get(mother.id()));
  }

  /**
   * The families of mothers whose rows are held.
   *
   * @param mothers their ids, with the local day of each
   * @param block how many new rows are likely
   */
  Map<Long, Family> of(Map<Long, LocalDate> mothers, int block) {
    NewIds pregnancyIds = new NewIds(pregnancies::newIds, block);
    NewIds babyIds = new NewIds(babies::newIds, block);
    Map<Long, Family> families = new HashMap<>();
    mothers.forEach((id, today) -> families.put(id, new Family(id, today, pregnancyIds, babyIds)));
    pregnancies.of(mothers.keySet()).forEach(p -> familyOf(families, p.motherId()).has(p));
    babies.of(mothers.keySet()).forEach(b -> familyOf(families, b.motherId()).has(b));
    return families;
  }

  private static Family familyOf(Map<Long, Family> families, long motherId) {
    return Objects.requireNonNull(families.get(motherId));
  }

  void write(Collection<Family> families, Instant now) {
    pregnancies.update(all(families, Family::changedPregnancies), now);
    pregnancies.insert(all(families, Family::newPregnancies), now);
    babies.update(all(families, Family::changedBabies), now);
    babies.insert(all(families, Family::newBabies), now);
  }

  /** Says that something about this mother's family was recorded; the last step of each write. */
  void changed(long motherId, Instant now) {
    changed(List.of(motherId), now);
  }

  void changed(Collection<Long> motherIds, Instant now) {
    if (!motherIds.isEmpty()) {
      events.publishEvent(new FamilyChanged(java.util.Set.copyOf(motherIds), now));
    }
  }

  private static <T> List<T> all(
      Collection<Family> families, java.util.function.Function<Family, List<T>> rows) {
    return families.stream().map(rows).flatMap(List::stream).toList();
  }
}
