package io.doula.desk.figures;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A picture of columns that stand side by side, a day each, piled up from amounts.
 *
 * @param base where the columns stand, in pixels from the top
 */
record Columns(List<Column> columns, List<Line> lines, int base, int height) {
  private static final int TOP = 18;
  private static final int BASE = 158;
  private static final int HEIGHT = 180;

  /** Room for the numbers of the axis, in percent. */
  private static final double LEFT = 8;

  private static final double GAP = 0.18;

  /** Beyond so many columns there is no room for a number on each. */
  private static final int NUMBERED = 15;

  /**
   * What a column is to show.
   *
   * @param label what stands below it; empty where there is no room
   * @param amounts from the bottom
   * @param beside a number that a mark of its own stands at; null where there is none
   */
  record Day(String label, List<Amount> amounts, @Nullable Long beside) {
    long total() {
      return amounts.stream().mapToLong(Amount::number).sum();
    }

    long highest() {
      return beside == null ? total() : Math.max(total(), beside);
    }
  }

  /**
   * A column in its place.
   *
   * @param number what it comes to; null where nothing does or there is no room
   * @param top where the number stands
   * @param mark where the mark stands; null where there is none
   */
  record Column(
      String label,
      String x,
      String width,
      String middle,
      List<Piece> pieces,
      @Nullable Long number,
      int top,
      @Nullable Integer mark) {}

  record Piece(String kind, int y, int height) {}

  /** A line across, and the number it stands for. */
  record Line(int y, long number) {}

  /**
   * @param highest the number that all pictures beside this one have room for
   */
  static Columns of(List<Day> days, long highest) {
    long top = top(highest);
    double step = (100 - LEFT) / Math.max(1, days.size());
    List<Column> columns = new ArrayList<>();
    for (Day day : days) {
      double left = LEFT + columns.size() * step;
      List<Piece> pieces = pieces(day, top);
      int highestPiece = pieces.isEmpty() ? BASE : pieces.get(pieces.size() - 1).y();
      columns.add(
          new Column(
              day.label(),
              Scale.percent(left + step * GAP / 2),
              Scale.percent(step * (1 - GAP)),
              Scale.percent(left + step / 2),
              pieces,
              day.total() > 0 && days.size() <= NUMBERED ? day.total() : null,
              highestPiece,
              day.beside() == null || day.beside() == 0 ? null : y(day.beside(), top)));
    }
    return new Columns(
        List.copyOf(columns),
        List.of(new Line(BASE, 0), new Line(y(top / 2, top), top / 2), new Line(TOP, top)),
        BASE,
        HEIGHT);
  }

  /** The highest of some days. */
  static long highest(List<Day> days) {
    return days.stream().mapToLong(Day::highest).max().orElse(0);
  }

  private static List<Piece> pieces(Day day, long top) {
    List<Piece> pieces = new ArrayList<>();
    long below = 0;
    for (Amount amount : day.amounts()) {
      if (amount.number() > 0) {
        int bottom = y(below, top);
        below += amount.number();
        // what is there is to be seen, however little it is
        int height = Math.max(2, bottom - y(below, top));
        pieces.add(new Piece(amount.kind(), bottom - height, height));
      }
    }
    return List.copyOf(pieces);
  }

  private static int y(long number, long top) {
    return (int) Math.round(BASE - (double) number / top * (BASE - TOP));
  }

  /** The round number at the top of the axis; its half is a whole number too. */
  static long top(long highest) {
    for (long unit = 1; ; unit *= 10) {
      for (long half : new long[] {10, 15, 20, 25, 30, 40, 50}) {
        if (half * unit % 10 == 0 && half * unit / 5 >= highest) {
          return half * unit / 5;
        }
      }
    }
  }
}
