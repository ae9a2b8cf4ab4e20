package io.doula.desk.figures;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A picture of bars that lie one below the other, each a share of its own whole, with a line that
 * they should reach or stay below.
 *
 * @param line where the line stands
 */
record Bars(List<Row> rows, int height, String line) {
  private static final int PITCH = 46;
  private static final int AXIS = 22;

  /**
   * What a bar is to show.
   *
   * @param name what it counts
   * @param value what it comes to, in words
   * @param marked whether the line is its own
   * @param whole what the full width stands for
   * @param amounts from the left; what they leave of the whole stays empty
   */
  record Bar(String name, String value, boolean marked, long whole, List<Amount> amounts) {}

  /** A bar in its place. */
  record Row(String name, String value, boolean marked, int y, List<Piece> pieces) {}

  record Piece(String kind, String x, String width) {}

  /**
   * @param line the share at which the line stands; null: there is none
   */
  static Bars of(List<Bar> bars, @Nullable Double line) {
    List<Row> rows = new ArrayList<>();
    for (Bar bar : bars) {
      rows.add(new Row(bar.name(), bar.value(), bar.marked(), rows.size() * PITCH, pieces(bar)));
    }
    return new Bars(
        List.copyOf(rows),
        rows.size() * PITCH + AXIS,
        line == null ? "" : Scale.percent(line * 100));
  }

  private static List<Piece> pieces(Bar bar) {
    Scale scale = Scale.even(0, bar.whole(), 0, 100);
    List<Piece> pieces = new ArrayList<>();
    long before = 0;
    for (Amount amount : bar.amounts()) {
      if (amount.number() > 0) {
        long after = before + amount.number();
        pieces.add(new Piece(amount.kind(), scale.at(before), scale.width(before, after)));
        before = after;
      }
    }
    return List.copyOf(pieces);
  }
}
