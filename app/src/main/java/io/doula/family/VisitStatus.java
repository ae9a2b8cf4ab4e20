package io.doula.family;

import io.doula.core.Invalid;
import java.util.Arrays;
import java.util.Locale;

/** Where a visit stands on a day. */
public enum VisitStatus {
  PLANNED,
  DUE,
  OVERDUE,
  DONE,
  EXPIRED,
  NEEDS_REVIEW,
  CANCELLED;

  /**
   * {@link VisitDates#statusOn} in SQL, over the columns of {@code visit v} on the day {@code
   * z.today}; a test holds the two together.
   */
  static final String SQL =
      """
      case
        when v.cancelled then 'CANCELLED'
        when v.done_on is not null then 'DONE'
        when v.needs_review then 'NEEDS_REVIEW'
        when v.latest < greatest(z.today, v.due) then 'EXPIRED'
        when v.overdue_after < z.today then 'OVERDUE'
        when v.due <= z.today then 'DUE'
        else 'PLANNED'
      end
      """;

  /**
   * @throws Invalid when the query's text is no status, in whatever case
   */
  static VisitStatus read(String text) {
    return Arrays.stream(values())
        .filter(status -> status.name().equals(text.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() -> new Invalid("status", "must be one of " + Arrays.toString(values())));
  }
}
