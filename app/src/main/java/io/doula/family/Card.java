package io.doula.family;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A mother's card: all that the clinic has written down about her family, and what is to come.
 *
 * @param zone hers, else the clinic's
 * @param today her local day
 * @param visits all that is due, was due or was done, in the order it falls due
 * @param notCounted why a dose does not count, by the dose's id; those that count are not in it
 */
public record Card(
    Mother.WithFamily family,
    Clinic clinic,
    ZoneId zone,
    LocalDate today,
    List<Visit> visits,
    Map<String, String> notCounted) {

  /**
   * One visit of hers or a baby's.
   *
   * @param babyId null for her own
   * @param kind ANTENATAL, POSTNATAL or VACCINATION
   * @param vaccines what would serve, the usual combination first; empty for contacts
   * @param provisional an earlier dose is not recorded yet: the dates may still move
   * @param messaged false for what stands on the staff's list only
   */
  public record Visit(
      String id,
      @Nullable String pregnancyId,
      @Nullable String babyId,
      String kind,
      String code,
      String title,
      List<String> vaccines,
      @Nullable LocalDate earliest,
      LocalDate due,
      @Nullable LocalDate overdueAfter,
      @Nullable LocalDate latest,
      VisitStatus status,
      @Nullable LocalDate doneOn,
      boolean provisional,
      boolean messaged,
      String why) {

    /** Whether it can be done on a day and is still to be done. */
    public boolean isOpenOn(LocalDate day) {
      boolean opened = earliest == null || !earliest.isAfter(day);
      return opened
          && (status == VisitStatus.DUE
              || status == VisitStatus.OVERDUE
              || status == VisitStatus.PLANNED
              || status == VisitStatus.NEEDS_REVIEW);
    }
  }

  public Mother mother() {
    return family.mother();
  }

  /** Her id as a number. */
  public long id() {
    return Long.parseLong(mother().id());
  }

  /** The pregnancy that goes on; null when none does. */
  public @Nullable Pregnancy pregnancy() {
    return family.pregnancies().stream().filter(p -> p.outcome() == null).findFirst().orElse(null);
  }

  /** Her babies and children who live. */
  public List<Baby> living() {
    return family.babies().stream().filter(baby -> baby.diedOn() == null).toList();
  }

  /** The visits of one baby. */
  public List<Visit> visitsOf(Baby baby) {
    return visits.stream().filter(visit -> baby.id().equals(visit.babyId())).toList();
  }

  /** The visits of one pregnancy: antenatal ones, and hers after its end. */
  public List<Visit> visitsOf(Pregnancy pregnancy) {
    return visits.stream().filter(visit -> pregnancy.id().equals(visit.pregnancyId())).toList();
  }
}
