package io.doula.http;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** A query parameter that is a local date or an instant; both are null when it was not given. */
public record Moment(@Nullable LocalDate day, @Nullable Instant instant) {

  /**
   * @throws io.doula.core.Invalid naming the field, when the text is neither
   */
  public static Moment read(@Nullable String text, String field) {
    if (text == null) {
      return new Moment(null, null);
    }
    return text.contains("T")
        ? new Moment(null, StrictTimes.instant(text, field))
        : new Moment(StrictTimes.date(text, field), null);
  }
}
