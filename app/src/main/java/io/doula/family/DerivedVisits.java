package io.doula.family;

import io.doula.family.Household.Child;
import io.doula.family.Household.Gestation;
import io.doula.schedule.BabyFacts;
import io.doula.schedule.Dating;
import io.doula.schedule.GivenDose;
import io.doula.schedule.Item;
import io.doula.schedule.Plan;
import io.doula.schedule.Schedule;
import io.doula.schedule.Schedules;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a household is due by its plan on a day; pure. */
final class DerivedVisits {
  private static final String LIVE_BIRTH = "LIVE_BIRTH";

  private final Household household;
  private final Plan plan;
  private final LocalDate today;

  /** What is due, each with the pregnancy or the baby it belongs to. */
  final List<Derived> visits = new ArrayList<>();

  private @Nullable LocalDate nextChange;

  private DerivedVisits(Household household, Plan plan, LocalDate today) {
    this.household = household;
    this.plan = plan;
    this.today = today;
  }

  /**
   * @param messaged false for what stands on the staff's list only
   */
  record Derived(@Nullable Long pregnancyId, @Nullable Long babyId, Item item, boolean messaged) {}

  /**
   * @param today her local day; where a fact is recorded for a later one (her zone was put right
   *     since, or her clinic's), that later day
   */
  static DerivedVisits of(Household household, Plan plan, LocalDate today) {
    LocalDate known = household.lastDay();
    LocalDate day = known.isAfter(today) ? known : today;
    DerivedVisits derived = new DerivedVisits(household, plan, day);
    household.gestations().forEach(derived::pregnancy);
    household.children().forEach(derived::baby);
    return derived;
  }

  /**
   * The first later day on which the same facts may give another answer; null when there is none.
   */
  @Nullable LocalDate nextChange() {
    return nextChange;
  }

  private void pregnancy(Gestation gestation) {
    if (gestation.lmp() != null) {
      antenatal(gestation);
    }
    if (gestation.endedOn() != null) {
      postnatal(gestation, gestation.endedOn());
    }
  }

  /** Of a pregnancy that ended, or whose mother died, only what was done is left. */
  private void antenatal(Gestation gestation) {
    boolean over = gestation.endedOn() != null || household.motherDiedOn() != null;
    // With no contact yet, what follows is planned from the day she was registered: a fixed anchor,
    // so that deriving again on another day gives the same dates.
    LocalDate asOf = gestation.antenatal().isEmpty() ? gestation.startOfPlan() : today;
    Schedule schedule = Schedules.ofPregnancy(plan, dating(gestation), gestation.antenatal(), asOf);
    note(schedule);
    schedule.items().stream()
        .filter(item -> !over || item.doneOn() != null)
        .forEach(item -> visits.add(new Derived(gestation.id(), null, item, true)));
  }

  private static Dating dating(Gestation gestation) {
    if (gestation.scanDate() != null) {
      return Dating.byScan(gestation.scanDate(), gestation.scanWeeks(), gestation.scanDays());
    }
    return gestation.datedBy().equals("EDD")
        ? Dating.byEdd(Objects.requireNonNull(gestation.edd()))
        : Dating.byLmp(Objects.requireNonNull(gestation.lmp()));
  }

  /**
   * Hers after the end of a pregnancy. After any loss they stand on the staff's list and are not
   * messaged.
   */
  private void postnatal(Gestation gestation, LocalDate endedOn) {
    boolean died = household.motherDiedOn() != null;
    boolean loss =
        !LIVE_BIRTH.equals(gestation.outcome())
            || babiesOf(gestation).anyMatch(b -> b.diedOn() != null);
    Schedule schedule =
        Schedules.ofMotherAfterBirth(
            plan, endedOn, birthTime(gestation), gestation.postnatal(), today);
    note(schedule);
    schedule.items().stream()
        .filter(item -> !died || item.doneOn() != null)
        .forEach(item -> visits.add(new Derived(gestation.id(), null, item, !loss)));
  }

  private Stream<Child> babiesOf(Gestation gestation) {
    return household.children().stream()
        .filter(b -> Objects.equals(b.pregnancyId(), gestation.id()));
  }

  private @Nullable LocalTime birthTime(Gestation gestation) {
    return babiesOf(gestation)
        .filter(b -> b.birthDate().equals(gestation.endedOn()))
        .map(Child::birthTime)
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  private void baby(Child child) {
    BabyFacts facts =
        new BabyFacts(
            child.birthDate(),
            child.birthTime(),
            child.birthWeightGrams(),
            preterm(child),
            child.diedOn());
    List<GivenDose> doses =
        child.doses().stream()
            .map(d -> new GivenDose(d.vaccine(), d.on(), d.product(), null))
            .toList();
    Schedule schedule = Schedules.ofBaby(plan, facts, doses, child.contacts(), today);
    note(schedule);
    schedule.items().forEach(item -> visits.add(new Derived(null, child.id(), item, true)));
  }

  /** Born before 37 completed weeks (WHO); unknown where the pregnancy was not dated. */
  private @Nullable Boolean preterm(Child child) {
    return household.gestations().stream()
        .filter(g -> g.lmp() != null && Objects.equals(child.pregnancyId(), g.id()))
        .map(g -> child.birthDate().isBefore(g.lmp().plusWeeks(37)))
        .findFirst()
        .orElse(null);
  }

  private void note(Schedule schedule) {
    LocalDate change = schedule.nextChange();
    if (change != null && (nextChange == null || change.isBefore(nextChange))) {
      nextChange = change;
    }
  }
}
