package io.doula.schedule;

import static io.doula.schedule.Who.PLAN;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds for every record, however odd. */
class AnyRecordTest {

  /** A child with a record: days count from birth. */
  record Child(LocalDate birth, Facts facts, int age, List<GivenDose> doses) {
    LocalDate asOf() {
      return birth.plusDays(age);
    }

    Child withoutDosesToCome() {
      return new Child(
          birth, facts, age, doses.stream().filter(d -> d.on().isBefore(asOf())).toList());
    }
  }

  @Property(tries = 1500)
  void theDoseDueCountsWhenGivenOnItsDay(@ForAll("children") Child any) {
    Child child = any.withoutDosesToCome();
    for (String series : PLAN.seriesCodes()) {
      SeriesForecast forecast = forecast(series, child, child.asOf(), child.doses());
      NextDose next = forecast.next();
      if (next == null || forecast.status() == SeriesStatus.NEEDS_REVIEW) {
        continue;
      }
      assertThat(next.due()).isAfterOrEqualTo(next.earliest());
      assertThat(next.earliest()).isAfterOrEqualTo(child.birth());
      LocalDate on = Course.later(next.due(), child.asOf());
      for (String vaccine : next.vaccine()) {
        assertThat(counts(series, child, vaccine, on)).as(series + " " + vaccine).isTrue();
      }
    }
  }

  @Property(tries = 1500)
  void aDoseBeforeTheEarliestDayDoesNotCount(@ForAll("children") Child any) {
    Child child = any.withoutDosesToCome();
    for (String series : PLAN.seriesCodes()) {
      NextDose next = forecast(series, child, child.asOf(), child.doses()).next();
      if (next == null || !next.earliest().minusDays(1).isAfter(child.asOf())) {
        continue;
      }
      LocalDate early = next.earliest().minusDays(1);
      assertThat(counts(series, child, next.vaccine().get(0), early)).as(series).isFalse();
    }
  }

  @Property(tries = 500)
  void theOrderOfTheRecordAndASecondDerivationChangeNothing(@ForAll("children") Child child) {
    List<GivenDose> other = new ArrayList<>(child.doses());
    Collections.sort(other, (a, b) -> b.on().compareTo(a.on()));
    Schedule once = schedule(child, child.asOf(), child.doses());
    assertThat(schedule(child, child.asOf(), child.doses())).isEqualTo(once);
    assertThat(schedule(child, child.asOf(), other).items()).hasSameSizeAs(once.items());
    assertThat(once.items().stream().map(Item::code)).doesNotHaveDuplicates();
  }

  @Property(tries = 800)
  void untilTheNextChangeWhatIsCertainStandsStill(
      @ForAll("children") Child child, @ForAll @IntRange(min = 0, max = 400) int ahead) {
    // a dose of a later day is refused where doses are recorded
    List<GivenDose> doses =
        child.doses().stream().filter(dose -> !dose.on().isAfter(child.asOf())).toList();
    Schedule now = schedule(child, child.asOf(), doses);
    LocalDate day = child.asOf().plusDays(ahead);
    if (now.nextChange() != null && !day.isBefore(now.nextChange())) {
      day = now.nextChange().minusDays(1);
    }
    assertThat(certain(schedule(child, day, doses))).isEqualTo(certain(now));
  }

  @Property(tries = 500)
  void noProjectionIsAnnouncedBeforeItIsMadeAgain(@ForAll("children") Child child) {
    Schedule now = schedule(child, child.asOf(), child.doses());
    for (Item item : now.items()) {
      if (item.provisional()) {
        assertThat(now.nextChange()).isNotNull().isBeforeOrEqualTo(item.due());
      }
    }
  }

  private static List<Item> certain(Schedule schedule) {
    return schedule.items().stream().filter(item -> !item.provisional()).toList();
  }

  private static boolean counts(String series, Child child, String vaccine, LocalDate on) {
    List<GivenDose> more = new ArrayList<>(child.doses());
    more.add(new GivenDose(vaccine, on));
    ImmunizationForecast forecast =
        ImmunizationForecast.of(PLAN, child.birth(), on, List.of(series), more, child.facts());
    return forecast.given().get(more.size() - 1).counts();
  }

  private static SeriesForecast forecast(
      String series, Child child, LocalDate asOf, List<GivenDose> doses) {
    return ImmunizationForecast.of(PLAN, child.birth(), asOf, List.of(series), doses, child.facts())
        .series()
        .get(0);
  }

  private static Schedule schedule(Child child, LocalDate asOf, List<GivenDose> doses) {
    BabyFacts baby =
        new BabyFacts(
            child.birth(), null, child.facts().birthWeightGrams(), child.facts().preterm(), null);
    return Schedules.ofBaby(PLAN, baby, doses, List.of(), asOf);
  }

  @Provide
  Arbitrary<Child> children() {
    Arbitrary<LocalDate> births =
        Arbitraries.integers().between(0, 1500).map(LocalDate.of(2023, 1, 1)::plusDays);
    Arbitrary<Integer> ages =
        Arbitraries.oneOf(
            Arbitraries.integers().between(0, 130),
            Arbitraries.integers().between(130, 900),
            Arbitraries.integers().between(900, 4000));
    return Combinators.combine(births, facts().withoutEdgeCases(), ages, doses().withoutEdgeCases())
        .as(
            (birth, facts, age, doses) ->
                new Child(
                    birth, facts, age, doses.stream().map(dose -> dose.at(birth, age)).toList()));
  }

  /** A dose at a share of the child's age, so that most histories lie in the past. */
  record Share(String vaccine, double share, String kind) {
    GivenDose at(LocalDate birth, int age) {
      return new GivenDose(vaccine, birth.plusDays((long) (share * age)), null, kind);
    }
  }

  private static Arbitrary<List<Share>> doses() {
    Arbitrary<String> vaccines =
        Arbitraries.of(
            "BCG",
            "HepB",
            "bOPV",
            "IPV",
            "DTP",
            "DTP+HepB+Hib",
            "DTP+IPV+Hib+HepB",
            "Td",
            "Hib",
            "PCV",
            "Rota",
            "MCV",
            "MR",
            "LiveFlu",
            "YF",
            "MenA",
            "Malaria");
    Arbitrary<Double> shares = Arbitraries.doubles().between(-0.05, 1.1);
    Arbitrary<String> kinds = Arbitraries.of("primary", "booster", "zero", "birth").injectNull(0.8);
    return Combinators.combine(vaccines, shares, kinds).as(Share::new).list().ofMaxSize(12);
  }

  private static Arbitrary<Facts> facts() {
    Arbitrary<Boolean> flags = Arbitraries.of(true, false).injectNull(0.6);
    Arbitrary<Integer> weights = Arbitraries.of(1500, 2000, 3200).injectNull(0.5);
    return Combinators.combine(flags, weights, flags)
        .as(
            (preterm, grams, risk) ->
                new Facts(preterm, grams, null, null, null, null, null, null, risk, null));
  }
}
