package io.doula.report.web;

import io.doula.http.CsvAnswer;
import io.doula.report.CoverageReport;
import io.doula.report.DeliveredDay;
import io.doula.report.DeliveryReport;
import io.doula.report.DoseCoverage;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The reports as tables: a line for each item, which says of itself what it counts. */
final class Tables {
  private Tables() {}

  static void write(CoverageReport report, HttpServletResponse response) throws IOException {
    try (CsvAnswer csv =
        new CsvAnswer(
            response,
            "coverage.csv",
            "plan",
            "plan_version",
            "as_of",
            "code",
            "title",
            "series",
            "vaccine",
            "dose",
            "eligible",
            "given",
            "coverage",
            "on_time",
            "on_time_rate",
            "drop_out_from",
            "started",
            "dropped_out",
            "drop_out")) {
      for (DoseCoverage dose : report.items()) {
        csv.add(
            report.plan(),
            report.planVersion(),
            report.asOf(),
            dose.code(),
            dose.title(),
            dose.series(),
            dose.vaccine(),
            dose.dose(),
            dose.eligible(),
            dose.given(),
            dose.coverage(),
            dose.onTime(),
            dose.onTimeRate(),
            dose.dropOutFrom(),
            dose.started(),
            dose.droppedOut(),
            dose.dropOut());
      }
    }
  }

  static void write(DeliveryReport report, HttpServletResponse response) throws IOException {
    try (CsvAnswer csv =
        new CsvAnswer(
            response,
            "delivery.csv",
            "day",
            "channel",
            "planned",
            "waiting",
            "accepted",
            "sent",
            "delivered",
            "read",
            "failed",
            "unknown",
            "suppressed",
            "cancelled",
            "expired")) {
      for (DeliveredDay day : report.items()) {
        csv.add(
            day.day(),
            day.channel(),
            day.planned(),
            day.waiting(),
            day.accepted(),
            day.sent(),
            day.delivered(),
            day.read(),
            day.failed(),
            day.unknown(),
            day.suppressed(),
            day.cancelled(),
            day.expired());
      }
    }
  }
}
