package io.doula.report.web;

import io.doula.core.Invalid;
import io.doula.core.ProgramClock;
import io.doula.core.Viewer;
import io.doula.http.CsvAnswer;
import io.doula.http.Moment;
import io.doula.report.ClinicsCompared;
import io.doula.report.ClinicsReport;
import io.doula.report.Coverage;
import io.doula.report.CoverageReport;
import io.doula.report.DeliveryByDay;
import io.doula.report.DeliveryReport;
import io.doula.report.DropOutReport;
import io.doula.report.DropOuts;
import io.doula.report.Load;
import io.doula.report.LoadReport;
import io.doula.report.Period;
import io.doula.report.Table;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The reports over HTTP, as JSON or as a table for a spreadsheet. */
@RestController
@RequestMapping("/api/reports")
class ReportsController {
  private final Coverage coverage;
  private final DropOuts dropOuts;
  private final ClinicsCompared clinics;
  private final DeliveryByDay delivery;
  private final Load load;
  private final ProgramClock clock;

  ReportsController(
      Coverage coverage,
      DropOuts dropOuts,
      ClinicsCompared clinics,
      DeliveryByDay delivery,
      Load load,
      ProgramClock clock) {
    this.coverage = coverage;
    this.dropOuts = dropOuts;
    this.clinics = clinics;
    this.delivery = delivery;
    this.load = load;
    this.clock = clock;
  }

  @GetMapping(
      path = "/coverage",
      produces = {MediaType.APPLICATION_JSON_VALUE, CsvAnswer.TEXT_CSV})
  @Nullable ResponseEntity<CoverageReport> coverage(
      @AuthenticationPrincipal Viewer viewer,
      @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept,
      @RequestParam(required = false) @Nullable String clinic,
      @RequestParam(required = false) @Nullable String plan,
      HttpServletResponse response)
      throws IOException {
    CoverageReport report = coverage.read(viewer, clinic, plan, clock.now());
    if (CsvAnswer.isWanted(accept)) {
      Table table = Table.of(report);
      CsvAnswer.write(response, table.name() + ".csv", table.columns(), table.rows());
      return null;
    }
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(report);
  }

  @GetMapping(
      path = "/drop-out",
      produces = {MediaType.APPLICATION_JSON_VALUE, CsvAnswer.TEXT_CSV})
  @Nullable ResponseEntity<DropOutReport> dropOut(
      @AuthenticationPrincipal Viewer viewer,
      @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept,
      @RequestParam(required = false) @Nullable String clinic,
      @RequestParam(required = false) @Nullable String plan,
      HttpServletResponse response)
      throws IOException {
    DropOutReport report = dropOuts.read(viewer, clinic, plan, clock.now());
    if (CsvAnswer.isWanted(accept)) {
      Table table = Table.of(report);
      CsvAnswer.write(response, table.name() + ".csv", table.columns(), table.rows());
      return null;
    }
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(report);
  }

  @GetMapping(
      path = "/clinics",
      produces = {MediaType.APPLICATION_JSON_VALUE, CsvAnswer.TEXT_CSV})
  @Nullable ResponseEntity<ClinicsReport> clinics(
      @AuthenticationPrincipal Viewer viewer,
      @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept,
      @RequestParam String dose,
      @RequestParam(required = false) @Nullable String plan,
      HttpServletResponse response)
      throws IOException {
    ClinicsReport report = clinics.read(viewer, dose, plan, clock.now());
    if (CsvAnswer.isWanted(accept)) {
      Table table = Table.of(report);
      CsvAnswer.write(response, table.name() + ".csv", table.columns(), table.rows());
      return null;
    }
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(report);
  }

  @GetMapping(
      path = "/delivery",
      produces = {MediaType.APPLICATION_JSON_VALUE, CsvAnswer.TEXT_CSV})
  @Nullable ResponseEntity<DeliveryReport> delivery(
      @AuthenticationPrincipal Viewer viewer,
      @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept,
      @RequestParam(required = false) @Nullable String clinic,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to,
      HttpServletResponse response)
      throws IOException {
    Period period = new Period(end(from, "from"), end(to, "to"));
    DeliveryReport report = delivery.read(viewer, clinic, period, clock.now());
    if (CsvAnswer.isWanted(accept)) {
      Table table = Table.of(report);
      CsvAnswer.write(response, table.name() + ".csv", table.columns(), table.rows());
      return null;
    }
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(report);
  }

  @GetMapping(
      path = "/load",
      produces = {MediaType.APPLICATION_JSON_VALUE, CsvAnswer.TEXT_CSV})
  @Nullable ResponseEntity<LoadReport> load(
      @AuthenticationPrincipal Viewer viewer,
      @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept,
      @RequestParam(required = false) @Nullable String clinic,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to,
      HttpServletResponse response)
      throws IOException {
    LoadReport report = load.read(viewer, clinic, day(from, "from"), day(to, "to"), clock.now());
    if (CsvAnswer.isWanted(accept)) {
      Table table = Table.of(report);
      CsvAnswer.write(response, table.name() + ".csv", table.columns(), table.rows());
      return null;
    }
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(report);
  }

  private static @Nullable LocalDate day(@Nullable String text, String field) {
    Moment moment = Moment.read(text, field);
    if (moment.instant() != null) {
      throw new Invalid(field, "must be a date");
    }
    return moment.day();
  }

  private static Period.End end(@Nullable String text, String field) {
    Moment moment = Moment.read(text, field);
    return new Period.End(moment.day(), moment.instant());
  }
}
