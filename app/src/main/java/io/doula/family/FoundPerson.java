package io.doula.family;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A mother in a list of people, with what whoever looks for her wants to see first.
 *
 * @param phone E.164; the caregiver's after her death
 * @param lmp the first day of gestation of the pregnancy that goes on; null when none does
 * @param babies those living
 * @param today her local day
 * @param due the day on which the first thing that is still to be done falls or fell due; null when
 *     nothing is
 * @param what that thing's title
 * @param whose the name of the baby it is for; null when it is hers, or the baby has no name
 * @param overdue how many things are overdue
 */
public record FoundPerson(
    String id,
    String fullName,
    String phone,
    String clinic,
    @Nullable LocalDate diedOn,
    boolean consent,
    boolean optedOut,
    @Nullable LocalDate lmp,
    List<FoundBaby> babies,
    LocalDate today,
    @Nullable LocalDate due,
    @Nullable String what,
    @Nullable String whose,
    int overdue) {

  /** A living baby of hers. */
  public record FoundBaby(String id, @Nullable String name, LocalDate birthDate) {}

  FoundPerson with(List<FoundBaby> hers) {
    return new FoundPerson(
        id, fullName, phone, clinic, diedOn, consent, optedOut, lmp, hers, today, due, what, whose,
        overdue);
  }
}
