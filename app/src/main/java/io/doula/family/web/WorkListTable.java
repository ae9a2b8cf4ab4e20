package io.doula.family.web;

import io.doula.family.WorkItem;
import io.doula.http.CsvAnswer;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

/** The work list as a table. */
final class WorkListTable implements AutoCloseable {
  private final CsvAnswer csv;

  WorkListTable(HttpServletResponse response) throws IOException {
    this.csv =
        new CsvAnswer(
            response,
            "visits.csv",
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
      csv.add(
          item.id(),
          item.clinic(),
          item.motherId(),
          item.motherName(),
          item.phone(),
          item.babyName(),
          item.code(),
          item.title(),
          item.due(),
          item.overdueAfter(),
          item.status(),
          item.why());
    }
  }

  @Override
  public void close() throws IOException {
    csv.close();
  }
}
