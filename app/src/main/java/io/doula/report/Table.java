package io.doula.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A report as a table: a line for each item, which says of itself what it counts.
 *
 * @param name what a file of it is called, without an ending
 * @param columns the names of the columns, which do not change
 * @param rows a cell for each column; null is an empty one
 */
public record Table(String name, List<String> columns, List<List<@Nullable Object>> rows) {

  public static Table of(CoverageReport report) {
    return table(
        "coverage",
        List.of(
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
            "drop_out",
            "target"),
        report.items(),
        dose ->
            cells(
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
                dose.dropOut(),
                dose.target()));
  }

  public static Table of(DeliveryReport report) {
    return table(
        "delivery",
        List.of(
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
            "expired"),
        report.items(),
        day ->
            cells(
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
                day.expired()));
  }

  public static Table of(DropOutReport report) {
    return table(
        "drop-out",
        List.of(
            "plan",
            "plan_version",
            "as_of",
            "from",
            "from_title",
            "to",
            "to_title",
            "started",
            "dropped_out",
            "drop_out"),
        report.items(),
        one ->
            cells(
                report.plan(),
                report.planVersion(),
                report.asOf(),
                one.from(),
                one.fromTitle(),
                one.to(),
                one.toTitle(),
                one.started(),
                one.droppedOut(),
                one.dropOut()));
  }

  public static Table of(ClinicsReport report) {
    return table(
        "clinics",
        List.of(
            "plan",
            "plan_version",
            "as_of",
            "dose",
            "title",
            "target",
            "clinic_id",
            "clinic",
            "eligible",
            "given",
            "coverage",
            "on_time",
            "on_time_rate"),
        report.items(),
        one ->
            cells(
                report.plan(),
                report.planVersion(),
                report.asOf(),
                report.dose(),
                report.title(),
                report.target(),
                one.clinicId(),
                one.clinic(),
                one.eligible(),
                one.given(),
                one.coverage(),
                one.onTime(),
                one.onTimeRate()));
  }

  public static Table of(LoadReport report) {
    return table(
        "load",
        List.of("clinic_id", "clinic", "day", "mothers", "visits", "messages"),
        report.items(),
        day ->
            cells(
                day.clinicId(),
                day.clinic(),
                day.day(),
                day.mothers(),
                day.visits(),
                day.messages()));
  }

  private static <T> Table table(
      String name, List<String> columns, List<T> items, Function<T, List<@Nullable Object>> row) {
    return new Table(name, columns, items.stream().map(row).toList());
  }

  private static List<@Nullable Object> cells(@Nullable Object... cells) {
    List<@Nullable Object> row = new ArrayList<>(cells.length);
    for (@Nullable Object cell : cells) {
      row.add(cell);
    }
    return row;
  }
}
