package io.doula.family;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is due, was due and was done for a baby or in a pregnancy, in the order it falls due.
 *
 * @param plan the clinic's plan
 * @param planVersion the version the dates follow
 */
public record Schedule(String plan, String planVersion, List<Item> items) {

  /**
   * One visit.
   *
   * @param dose its number in its series, for vaccinations
   * @param earliest null when any day will do
   * @param overdueAfter the last day on which it is not late
   * @param latest the last day on which it can be done
   * @param why the anchor and the rule its dates follow from
   */
  public record Item(
      String id,
      String code,
      String title,
      @Nullable Integer dose,
      @Nullable LocalDate earliest,
      LocalDate due,
      @Nullable LocalDate overdueAfter,
      @Nullable LocalDate latest,
      VisitStatus status,
      @Nullable LocalDate doneOn,
      String why) {}
}
