package io.doula.family.web;

import io.doula.family.WorkItem;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/** The work list as CSV (RFC 4180), safe to open in a spreadsheet. */
final class WorkListTable implements AutoCloseable {
  private final CSVPrinter printer;

  WorkListTable(Appendable out) throws IOException {
    this.printer = new CSVPrinter(out, CSVFormat.RFC4180);
    printer.printRecord(
        "visit_id",
        "clinic",
        "mother_id",
        "mother",
        "phone",
        "baby",
        "code",
        "title",
        "due",
        "overdue_after",
        "status",
        "why");
  }

  void add(List<WorkItem> items) throws IOException {
    for (WorkItem item : items) {
      printer.printRecord(
          Stream.of(
                  item.id(),
                  item.clinic(),
                  item.motherId(),
                  item.motherName(),
                  item.phone(),
                  text(item.babyName()),
                  item.code(),
                  item.title(),
                  text(item.due()),
                  text(item.overdueAfter()),
                  item.status().name(),
                  item.why())
              .map(WorkListTable::harmless));
    }
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  /**
   * A cell that a spreadsheet would take for a formula begins with an apostrophe (OWASP, CSV
   * injection). A phone is no formula, and whoever calls or imports it wants it as it is.
   */
  static String harmless(String cell) {
    boolean dangerous = !cell.isEmpty() && "=+-@\t\r".indexOf(cell.charAt(0)) >= 0;
    return dangerous && !cell.matches("\\+[0-9]+") ? "'" + cell : cell;
  }

  @Override
  public void close() throws IOException {
    printer.close();
  }
}
