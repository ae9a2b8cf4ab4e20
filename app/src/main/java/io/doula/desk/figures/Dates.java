package io.doula.desk.figures;

import io.doula.core.Invalid;
import io.doula.http.Moment;
import io.doula.http.Say;
import io.doula.http.Typed;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** The days of a picture: those asked for, and what stands below them. */
final class Dates {
  private static final int EACH = 16;
  private static final int WEEKLY = 36;
  private static final int MIDDLE = 15;

  private Dates() {}

  /**
   * A day asked for in a field; null where none was.
   *
   * @throws Invalid naming the field
   */
  static @Nullable LocalDate read(Typed typed, String field) {
    Moment moment = Moment.read(typed.given(field), field);
    if (moment.instant() != null) {
      throw new Invalid(field, "must be a date");
    }
    return moment.day();
  }

  /** What stands below a column: as many days as there is room for on a phone. */
  static String label(LocalDate day, LocalDate from, LocalDate to, Say say) {
    long days = ChronoUnit.DAYS.between(from, to) + 1;
    if (days <= EACH) {
      return say.number(day.getDayOfMonth());
    }
    boolean labelled =
        days <= WEEKLY
            ? day.getDayOfWeek() == DayOfWeek.MONDAY
            : day.getDayOfMonth() == 1 || (day.getDayOfMonth() == MIDDLE);
    return labelled ? say.dayMonth(day) : "";
  }
}
