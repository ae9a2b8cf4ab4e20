package io.doula.desk.figures;

import static io.doula.desk.figures.ClinicChoice.chosen;

import io.doula.core.ProgramClock;
import io.doula.core.Viewer;
import io.doula.http.CsvAnswer;
import io.doula.http.PageController;
import io.doula.http.Typed;
import io.doula.report.ClinicsCompared;
import io.doula.report.Coverage;
import io.doula.report.DeliveryByDay;
import io.doula.report.DropOuts;
import io.doula.report.Load;
import io.doula.report.Table;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The numbers of each picture as a file, for those who signed in on a page. */
@PageController
class ReportTables {
  private final Coverage coverage;
  private final DropOuts dropOuts;
  private final ClinicsCompared clinics;
  private final DeliveryByDay delivery;
  private final Load load;
  private final ClinicChoice choice;
  private final ProgramClock clock;

  ReportTables(
      Coverage coverage,
      DropOuts dropOuts,
      ClinicsCompared clinics,
      DeliveryByDay delivery,
      Load load,
      ClinicChoice choice,
      ProgramClock clock) {
    this.coverage = coverage;
    this.dropOuts = dropOuts;
    this.clinics = clinics;
    this.delivery = delivery;
    this.load = load;
    this.choice = choice;
    this.clock = clock;
  }

  @GetMapping("/app/reports/{report:coverage|drop-out|clinics|delivery|load}.csv")
  void table(
      @PathVariable String report,
      @AuthenticationPrincipal Viewer viewer,
      @RequestParam MultiValueMap<String, String> query,
      HttpServletResponse response)
      throws IOException {
    Table table = table(report, viewer, Typed.of(query), clock.now());
    CsvAnswer.write(response, table.name() + ".csv", table.columns(), table.rows());
  }

  private Table table(String report, Viewer viewer, Typed asked, Instant now) {
    String clinic = chosen(asked.given("clinic"));
    @Nullable String plan = choice.plan(viewer, asked.given("plan"), clinic);
    return switch (report) {
      case "coverage" -> Table.of(coverage.read(viewer, clinic, plan, now));
      case "drop-out" -> Table.of(dropOuts.read(viewer, clinic, plan, now));
      case "clinics" -> {
        String dose = asked.given("dose");
        yield Table.of(clinics.read(viewer, dose == null ? ComparePage.USUAL : dose, plan, now));
      }
      case "delivery" -> Table.of(DeliveryPage.read(delivery, viewer, asked, now));
      default ->
          Table.of(
              load.read(viewer, clinic, Dates.read(asked, "from"), Dates.read(asked, "to"), now));
    };
  }
}
