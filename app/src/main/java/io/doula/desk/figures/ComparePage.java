package io.doula.desk.figures;

import static io.doula.desk.figures.ClinicChoice.chosen;

import io.doula.core.ProgramClock;
import io.doula.core.Viewer;
import io.doula.desk.figures.Bars.Bar;
import io.doula.http.PageController;
import io.doula.http.Say;
import io.doula.report.ClinicCoverage;
import io.doula.report.ClinicsCompared;
import io.doula.report.ClinicsReport;
import io.doula.report.DoseCoverage;
import io.doula.schedule.Plans;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;

/** Clinics side by side: one dose, the lowest coverage first. */
@PageController
class ComparePage {
  /** The dose that programmes are compared by. */
  static final String USUAL = "DTP-3";

  /** The most clinics that the page shows; the table as CSV has all. */
  static final int MOST = 40;

  private final ClinicsCompared compared;
  private final ClinicChoice choice;
  private final Plans plans;
  private final ProgramClock clock;

  ComparePage(ClinicsCompared compared, ClinicChoice choice, Plans plans, ProgramClock clock) {
    this.compared = compared;
    this.choice = choice;
    this.plans = plans;
    this.clock = clock;
  }

  @GetMapping("/app/reports/clinics")
  String page(
      @AuthenticationPrincipal Viewer viewer,
      @ModelAttribute("say") Say say,
      @RequestParam(required = false) @Nullable String dose,
      @RequestParam(required = false) @Nullable String plan,
      Model model) {
    String followed = choice.plan(viewer, chosen(plan), null);
    String asked = chosen(dose);
    Instant now = clock.now();
    ClinicsReport report = compared.read(viewer, asked == null ? USUAL : asked, followed, now);
    List<ClinicCoverage> shown = report.items().stream().limit(MOST).toList();
    model.addAttribute("current", "reports");
    model.addAttribute("drawn", true);
    model.addAttribute("tab", "clinics");
    model.addAttribute("doses", doses(report.plan(), say));
    model.addAttribute("plans", choice.plans(viewer));
    model.addAttribute("plan", report.plan());
    model.addAttribute("report", report);
    model.addAttribute("doseName", say.sentence(report.title()));
    model.addAttribute("today", choice.today(viewer, null, now));
    model.addAttribute("shown", shown);
    model.addAttribute("picture", picture(shown, report.target(), say));
    return "app/figures/clinics";
  }

  private Map<String, String> doses(String plan, Say say) {
    Map<String, String> doses = new LinkedHashMap<>();
    plans
        .find(plan)
        .map(UsualPlan::doses)
        .orElse(List.of())
        .forEach(item -> doses.put(item.code(), say.sentence(item.title())));
    return doses;
  }

  private static Bars picture(List<ClinicCoverage> clinics, @Nullable Double target, Say say) {
    return Bars.of(
        clinics.stream()
            .filter(one -> one.eligible() > 0)
            .map(
                one ->
                    new Bar(
                        one.clinic(),
                        say.percent(one.coverage()),
                        target != null,
                        one.eligible(),
                        List.of(
                            new Amount("full", one.onTime()),
                            new Amount("hatched", one.given() - one.onTime()))))
            .toList(),
        DoseCoverage.TARGET);
  }
}
