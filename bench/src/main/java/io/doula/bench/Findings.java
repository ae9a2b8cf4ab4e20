package io.doula.bench;

import java.util.ArrayList;
import java.util.List;

/** The table of a run: each line a figure, and whether it is as it has to be. */
final class Findings {
  private final String title;
  private final List<Line> lines = new ArrayList<>();

  /** A figure; wanted is empty where it only informs. */
  private record Line(String what, String figure, String wanted, boolean well) {}

  Findings(String title) {
    this.title = title;
  }

  /** Only to be known. */
  void fact(String what, Object figure) {
    lines.add(new Line(what, String.valueOf(figure), "", true));
  }

  /** Has to be 0; up to five of the offenders are shown. */
  void none(String what, List<?> offenders) {
    zero(what, offenders.size());
    offenders.stream().limit(5).forEach(one -> fact("  such as", one));
  }

  void zero(String what, long figure) {
    lines.add(new Line(what, Long.toString(figure), "0", figure == 0));
  }

  void check(String what, String figure, String wanted, boolean well) {
    lines.add(new Line(what, figure, wanted, well));
  }

  boolean allWell() {
    return lines.stream().allMatch(Line::well);
  }

  void print() {
    StringBuilder table = new StringBuilder("\n%s%n".formatted(title));
    for (Line line : lines) {
      table.append(
          "  %-44s %12s  %-8s %s%n"
              .formatted(
                  line.what(), line.figure(), line.wanted(), line.well() ? "" : "<-- NOT WELL"));
    }
    System.out.println(table);
  }
}
