package io.doula.family;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
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
    return familyOf(of(List.of(mother.id()), pregnancyIds(1), babyIds(1)), mother.id());
  }

  /** The families of mothers whose rows are held, by the mothers' ids. */
  Map<Long, Family> of(Collection<Long> motherIds, NewIds pregnancyIds, NewIds babyIds) {
    Map<Long, Family> families = new HashMap<>();
    motherIds.forEach(id -> families.put(id, new Family(id, pregnancyIds, babyIds)));
    pregnancies.of(motherIds).forEach(p -> familyOf(families, p.motherId()).has(p));
    babies.of(motherIds).forEach(b -> familyOf(families, b.motherId()).has(b));
    return families;
  }

  /**
   * @param block how many are likely to be needed
   */
  NewIds pregnancyIds(int block) {
    return new NewIds(pregnancies::newIds, block);
  }

  /**
   * @param block how many are likely to be needed
   */
  NewIds babyIds(int block) {
    return new NewIds(babies::newIds, block);
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

  /** Says that she had said stop before. */
  void stoppedBefore(long motherId) {
    events.publishEvent(new StoppedBefore(motherId));
  }

  void changed(Collection<Long> motherIds, Instant now) {
    if (!motherIds.isEmpty()) {
      events.publishEvent(new FamilyChanged(Set.copyOf(motherIds), now));
    }
  }

  private static <T> List<T> all(Collection<Family> families, Function<Family, List<T>> rows) {
    return families.stream().map(rows).flatMap(List::stream).toList();
  }
}
