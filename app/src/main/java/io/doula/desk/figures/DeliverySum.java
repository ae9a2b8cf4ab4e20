package io.doula.desk.figures;

import io.doula.report.DeliveredDay;
import java.util.List;
import java.util.function.ToLongFunction;

/** Days of delivery put together, and taken apart for a column. */
final class DeliverySum {
  private DeliverySum() {}

  /** Several days of one channel as one. */
  static DeliveredDay of(List<DeliveredDay> days) {
    return new DeliveredDay(
        days.get(0).day(),
        days.get(0).channel(),
        sum(days, DeliveredDay::planned),
        sum(days, DeliveredDay::waiting),
        sum(days, DeliveredDay::accepted),
        sum(days, DeliveredDay::sent),
        sum(days, DeliveredDay::delivered),
        sum(days, DeliveredDay::read),
        sum(days, DeliveredDay::failed),
        sum(days, DeliveredDay::unknown),
        sum(days, DeliveredDay::suppressed),
        sum(days, DeliveredDay::cancelled),
        sum(days, DeliveredDay::expired));
  }

  /** Each reminder once, from the bottom: together they are all that were planned. */
  static List<Amount> amounts(DeliveredDay day) {
    return List.of(
        new Amount("full", day.delivered()),
        new Amount("hatched", day.accepted() - day.delivered()),
        new Amount("open", day.waiting()),
        new Amount("dotted", day.unknown()),
        new Amount("crossed", day.failed()),
        new Amount("lined", notSent(day)));
  }

  /** Held back, taken back, or too late to go. */
  static long notSent(DeliveredDay day) {
    return day.suppressed() + day.cancelled() + day.expired();
  }

  private static long sum(List<DeliveredDay> days, ToLongFunction<DeliveredDay> which) {
    return days.stream().mapToLong(which).sum();
  }
}
