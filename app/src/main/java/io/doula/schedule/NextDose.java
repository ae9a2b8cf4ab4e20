package io.doula.schedule;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The dose that comes next.
 *
 * @param vaccine every code that would serve; where two vaccines are due together (bOPV and IPV),
 *     both
 * @param dose its number in the series, boosters counted on
 * @param earliest the first day on which it would count
 * @param due the recommended day; never before {@code earliest}
 * @param overdueAfter the last day that is not overdue, or null
 * @param latest the last day on which it may be given, or null
 */
public record NextDose(
    List<String> vaccine,
    int dose,
    LocalDate earliest,
    LocalDate due,
    @Nullable LocalDate overdueAfter,
    @Nullable LocalDate latest) {

  SeriesStatus statusOn(LocalDate day) {
    if (day.isBefore(due)) {
      return SeriesStatus.NOT_DUE;
    }
    return overdueAfter != null && day.isAfter(overdueAfter)
        ? SeriesStatus.OVERDUE
        : SeriesStatus.DUE;
  }
}
