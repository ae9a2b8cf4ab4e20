package io.doula.family;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** The dates of a visit, from which its status on a day follows. */
public record VisitDates(
    LocalDate due,
    @Nullable LocalDate overdueAfter,
    @Nullable LocalDate latest,
    @Nullable LocalDate doneOn,
    boolean needsReview,
    boolean cancelled) {

  /**
   * @param today the mother's local day
   */
  public VisitStatus statusOn(LocalDate today) {
    if (cancelled) {
      return VisitStatus.CANCELLED;
    }
    if (doneOn != null) {
      return VisitStatus.DONE;
    }
    if (needsReview) {
      return VisitStatus.NEEDS_REVIEW;
    }
    if (latest != null && (latest.isBefore(today) || latest.isBefore(due))) {
      return VisitStatus.EXPIRED;
    }
    if (overdueAfter != null && overdueAfter.isBefore(today)) {
      return VisitStatus.OVERDUE;
    }
    return due.isAfter(today) ? VisitStatus.PLANNED : VisitStatus.DUE;
  }
}
