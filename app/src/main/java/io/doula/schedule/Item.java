package io.doula.schedule;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing in a person's schedule: a contact or a dose.
 *
 * @param code its key within the person, like {@code ANC-3}, {@code PNC-2} or {@code DTP-1}; a
 *     re-plan never gives it another meaning. Doses are numbered among those that count
 * @param series the series followed; null for contacts
 * @param dose null for contacts
 * @param vaccines what would serve, usual combination first; empty for contacts
 * @param title in English, like "Antenatal contact 3" or "DTP-HepB-Hib, dose 1"
 * @param earliest the first day on which it may be done
 * @param overdueAfter the last day that is not overdue
 * @param latest the last day on which it may be done
 * @param doneOn the day on which it was done
 * @param provisional true when an earlier dose is not recorded yet, so that the dates are a
 *     projection; also when a person must decide on the day it falls due. Shown, not announced
 * @param needsReview true when a person must decide first
 * @param why a sentence: the anchor, the rule, the plan and its version
 */
public record Item(
    String code,
    ItemKind kind,
    @Nullable String series,
    @Nullable Integer dose,
    List<String> vaccines,
    String title,
    LocalDate earliest,
    LocalDate due,
    @Nullable LocalDate overdueAfter,
    @Nullable LocalDate latest,
    @Nullable LocalDate doneOn,
    boolean provisional,
    boolean needsReview,
    String why) {

  /** Where this item stands; the rule is the forecast's. */
  public ItemStatus statusOn(LocalDate day) {
    if (doneOn != null) {
      return ItemStatus.DONE;
    }
    if (needsReview) {
      return ItemStatus.NEEDS_REVIEW;
    }
    if (latest != null && (day.isAfter(latest) || earliest.isAfter(latest))) {
      return ItemStatus.EXPIRED;
    }
    if (day.isBefore(due)) {
      return ItemStatus.PLANNED;
    }
    return overdueAfter != null && day.isAfter(overdueAfter) ? ItemStatus.OVERDUE : ItemStatus.DUE;
  }
}
