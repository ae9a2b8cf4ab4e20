package io.doula.desk.figures;

import static io.doula.desk.figures.ClinicChoice.chosen;

import io.doula.core.ProgramClock;
import io.doula.core.Viewer;
import io.doula.desk.figures.Bars.Bar;
import io.doula.http.PageController;
import io.doula.http.Say;
import io.doula.report.Coverage;
import io.doula.report.CoverageReport;
import io.doula.report.DoseCoverage;
import io.doula.report.DropOut;
import io.doula.report.DropOutReport;
import io.doula.report.DropOuts;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;

/** The picture of coverage: who had each dose, on time or late, and who did not come back. */
@PageController
class CoveragePage {
  private final Coverage coverage;
  private final DropOuts dropOuts;
  private final ClinicChoice choice;
  private final ProgramClock clock;

  CoveragePage(Coverage coverage, DropOuts dropOuts, ClinicChoice choice, ProgramClock clock) {
    this.coverage = coverage;
    this.dropOuts = dropOuts;
    this.choice = choice;
    this.clock = clock;
  }

  @GetMapping("/app/reports")
  String page(
      @AuthenticationPrincipal Viewer viewer,
      @ModelAttribute("say") Say say,
      @RequestParam(required = false) @Nullable String clinic,
      @RequestParam(required = false) @Nullable String plan,
      Model model) {
    Instant now = clock.now();
    String one = chosen(clinic);
    String followed = choice.plan(viewer, chosen(plan), one);
    CoverageReport report = coverage.read(viewer, one, followed, now);
    DropOutReport left = dropOuts.beside(report, viewer, one);
    model.addAttribute("current", "reports");
    model.addAttribute("drawn", true);
    model.addAttribute("tab", "coverage");
    model.addAttribute("clinics", choice.of(viewer));
    model.addAttribute("plans", choice.plans(viewer));
    model.addAttribute("today", choice.today(viewer, one, now));
    model.addAttribute("clinic", one);
    model.addAttribute("plan", report.plan());
    model.addAttribute("report", report);
    model.addAttribute("reached", items(report));
    model.addAttribute("picture", picture(items(report), say));
    model.addAttribute("dropOuts", left.items());
    model.addAttribute("pairs", left.items().stream().map(p -> name(p, say)).toList());
    model.addAttribute("dropOutPicture", dropOutPicture(left, say));
    return "app/figures/coverage";
  }

  /** Doses that somebody is old enough for. */
  private static List<DoseCoverage> items(CoverageReport report) {
    return report.items().stream().filter(dose -> dose.eligible() > 0).toList();
  }

  private static Bars picture(List<DoseCoverage> doses, Say say) {
    return Bars.of(
        doses.stream()
            .map(
                dose ->
                    new Bar(
                        say.sentence(dose.title()),
                        say.percent(dose.coverage()),
                        dose.target() != null,
                        dose.eligible(),
                        List.of(
                            new Amount("full", dose.onTime()),
                            new Amount("hatched", dose.given() - dose.onTime()))))
            .toList(),
        DoseCoverage.TARGET);
  }

  private static Bars dropOutPicture(DropOutReport report, Say say) {
    return Bars.of(
        report.items().stream()
            .filter(pair -> pair.started() > 0)
            .map(pair -> bar(pair, say))
            .toList(),
        DropOut.GOOD);
  }

  private static Bar bar(DropOut pair, Say say) {
    return new Bar(
        name(pair, say),
        say.percent(pair.dropOut()),
        true,
        pair.started(),
        List.of(new Amount("dotted", pair.droppedOut())));
  }

  private static String name(DropOut pair, Say say) {
    String both =
        say.text(
            "figures.drop-out.pair", say.sentence(pair.fromTitle()), say.sentence(pair.toTitle()));
    return Objects.requireNonNull(
        say.textOr("figures.pair." + pair.from() + "." + pair.to(), both));
  }
}
