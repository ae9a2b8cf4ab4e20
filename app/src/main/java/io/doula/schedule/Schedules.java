package io.doula.schedule;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Derives the whole schedule of a person. The same facts and day always give the same schedule. */
public final class Schedules {

  private static final Comparator<Item> BY_DUE =
      Comparator.comparing(Item::due).thenComparing(Item::code);

  private Schedules() {}

  /**
   * Every dose of the plan's routine (done, next, and projected) and the baby's postnatal contacts.
   * Of a baby who has died only what was done is left.
   *
   * @param contactsAttended the days on which the baby was seen, in any order
   * @throws ForecastRefused naming the field when a dose cannot be read, or for {@code asOf} when
   *     it lies before birth
   */
  public static Schedule ofBaby(
      Plan plan,
      BabyFacts baby,
      List<GivenDose> doses,
      List<LocalDate> contactsAttended,
      LocalDate asOf) {
    if (asOf.isBefore(baby.birthDate())) {
      throw new ForecastRefused("asOf", "lies before the birth date");
    }
    ImmunizationForecast.check(plan, doses);
    Person person = new Person(baby.birthDate(), baby.facts(), asOf);
    BabyDoses derived = new BabyDoses(plan, person, Given.inOrder(doses, plan.vaccines()));
    List<Item> items = new ArrayList<>(derived.items());
    items.addAll(
        PostnatalContacts.items(plan, baby.birthDate(), baby.birthTime(), contactsAttended, asOf));
    if (baby.deathOn() != null && !baby.deathOn().isAfter(asOf)) {
      items.removeIf(item -> item.doneOn() == null);
      return schedule(plan, items, null);
    }
    return schedule(plan, items, derived.nextChange());
  }

  /**
   * Antenatal contacts: those attended, and those that follow by the plan's table, see {@link
   * AntenatalForecast}.
   *
   * @throws ForecastRefused for {@code asOf} when it lies before the pregnancy began
   */
  public static Schedule ofPregnancy(
      Plan plan, Dating dating, List<LocalDate> contactsAttended, LocalDate asOf) {
    return schedule(plan, AntenatalContacts.items(plan, dating, contactsAttended, asOf), null);
  }

  /**
   * The mother's own postnatal contacts.
   *
   * @param birthTime local time, where it is known
   * @throws ForecastRefused for {@code asOf} when it lies before the birth
   */
  public static Schedule ofMotherAfterBirth(
      Plan plan,
      LocalDate birthDate,
      @Nullable LocalTime birthTime,
      List<LocalDate> contactsAttended,
      LocalDate asOf) {
    if (asOf.isBefore(birthDate)) {
      throw new ForecastRefused("asOf", "lies before the birth date");
    }
    return schedule(
        plan, PostnatalContacts.items(plan, birthDate, birthTime, contactsAttended, asOf), null);
  }

  private static Schedule schedule(Plan plan, List<Item> items, @Nullable LocalDate nextChange) {
    List<Item> sorted = new ArrayList<>(items);
    sorted.sort(BY_DUE);
    return new Schedule(plan.code(), plan.version(), List.copyOf(sorted), nextChange);
  }
}
