package io.doula.report.web;

import io.doula.core.ProgramClock;
import io.doula.core.Viewer;
import io.doula.http.CsvAnswer;
import io.doula.http.Moment;
import io.doula.report.Coverage;
import io.doula.report.CoverageReport;
import io.doula.report.DeliveryByDay;
import io.doula.report.DeliveryReport;
import io.doula.report.Period;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
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
  private final DeliveryByDay delivery;
  private final ProgramClock clock;

  ReportsController(Coverage coverage, DeliveryByDay delivery, ProgramClock clock) {
    this.coverage = coverage;
    this.delivery = delivery;
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
      Tables.write(report, response);
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
      Tables.write(report, response);
      return null;
    }
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(report);
  }

  private static Period.End end(@Nullable String text, String field) {
    Moment moment = Moment.read(text, field);
    return new Period.End(moment.day(), moment.instant());
  }
}
