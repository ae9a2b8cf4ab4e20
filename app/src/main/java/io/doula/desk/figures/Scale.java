package io.doula.desk.figures;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Where values lie across a picture. Pictures are as wide as the page lets them be, so a place is a
 * percentage of the width, as SVG takes it ({@code 12.5%}); heights and letters are in pixels, and
 * stay readable on a phone.
 */
final class Scale {
  /** Value to place; in between, straight lines. */
  private final NavigableMap<Double, Double> places;

  private Scale(NavigableMap<Double, Double> places) {
    this.places = places;
  }

  /** Values from one to the other lie evenly between two places. */
  static Scale even(double first, double last, double left, double right) {
    return new Scale(new TreeMap<>(Map.of(first, left, last, right)));
  }

  /**
   * Each stop is as far from the next as any other, whatever lies between their values: an axis
   * that has room for the first weeks of life and for nine years.
   *
   * @param stops at least two
   */
  static Scale stops(SortedSet<Integer> stops, double left, double right) {
    NavigableMap<Double, Double> places = new TreeMap<>();
    double step = (right - left) / (stops.size() - 1);
    for (int stop : stops) {
      places.put((double) stop, left + places.size() * step);
    }
    return new Scale(places);
  }

  /** The place of a value; one beyond either end stands at that end. */
  String at(double value) {
    return percent(place(value));
  }

  /** How wide it is from one value to another; never less than nothing. */
  String width(double from, double to) {
    return percent(Math.max(0, place(to) - place(from)));
  }

  /** The same as a number. */
  double place(double value) {
    Map.Entry<Double, Double> before = places.floorEntry(value);
    Map.Entry<Double, Double> after = places.ceilingEntry(value);
    if (before == null) {
      return places.firstEntry().getValue();
    }
    if (after == null) {
      return places.lastEntry().getValue();
    }
    double between = after.getKey() - before.getKey();
    return between == 0
        ? before.getValue()
        : before.getValue()
            + (value - before.getKey()) / between * (after.getValue() - before.getValue());
  }

  /** With a point and no more digits than a screen has pixels, whatever the page's language. */
  static String percent(double place) {
    return BigDecimal.valueOf(place)
            .setScale(2, RoundingMode.HALF_UP)
            .stripTrailingZeros()
            .toPlainString()
        + "%";
  }
}
