package io.doula.desk.figures;

import static io.doula.desk.figures.ClinicChoice.chosen;

import io.doula.core.ProgramClock;
import io.doula.core.Viewer;
import io.doula.desk.figures.Columns.Day;
import io.doula.http.Forms;
import io.doula.http.PageController;
import io.doula.http.Say;
import io.doula.http.Typed;
import io.doula.report.Load;
import io.doula.report.LoadReport;
import io.doula.report.LoadedDay;
import jakarta.servlet.http.HttpServletResponse;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;

/** What the coming four weeks bring: a column for each day, and each clinic's weeks. */
@PageController
class LoadPage {
  /** The most clinics that the page shows; the table as CSV has all. */
  static final int MOST = 40;

  private static final int WEEK = 7;

  private final Load load;
  private final ClinicChoice choice;
  private final Forms forms;
  private final ProgramClock clock;

  LoadPage(Load load, ClinicChoice choice, Forms forms, ProgramClock clock) {
    this.load = load;
    this.choice = choice;
    this.forms = forms;
    this.clock = clock;
  }

  /** A day of all clinics, or seven days of one. */
  record Sum(long mothers, long visits, long messages) {
    static final Sum NOTHING = new Sum(0, 0, 0);

    Sum plus(LoadedDay day) {
      return new Sum(mothers + day.mothers(), visits + day.visits(), messages + day.messages());
    }
  }

  /** A clinic, week by week. */
  record Weeks(String id, String clinic, List<Sum> weeks) {}

  @GetMapping("/app/reports/load")
  String page(
      @AuthenticationPrincipal Viewer viewer,
      @ModelAttribute("say") Say say,
      @RequestParam MultiValueMap<String, String> query,
      Model model,
      HttpServletResponse response) {
    Typed typed = Typed.of(query);
    model.addAttribute("current", "reports");
    model.addAttribute("drawn", true);
    model.addAttribute("tab", "load");
    model.addAttribute("clinics", choice.of(viewer));
    model.addAttribute("form", typed);
    return forms.tried(
        typed,
        model,
        response,
        () -> "app/figures/load",
        () -> {
          LoadReport report =
              load.read(
                  viewer,
                  chosen(typed.given("clinic")),
                  Dates.read(typed, "from"),
                  Dates.read(typed, "to"),
                  clock.now());
          show(report, say, model);
          return "app/figures/load";
        });
  }

  private static void show(LoadReport report, Say say, Model model) {
    Map<LocalDate, Sum> byDay = new TreeMap<>();
    report.items().forEach(d -> byDay.merge(d.day(), Sum.NOTHING.plus(d), (a, b) -> a.plus(d)));
    List<Day> days =
        report
            .from()
            .datesUntil(report.to().plusDays(1))
            .map(day -> column(day, byDay.getOrDefault(day, Sum.NOTHING), report, say))
            .toList();
    model.addAttribute("report", report);
    model.addAttribute("days", byDay);
    model.addAttribute("picture", Columns.of(days, Columns.highest(days)));
    List<Weeks> weeks = weeks(report);
    model.addAttribute("starts", starts(report));
    model.addAttribute("weeks", weeks.stream().limit(MOST).toList());
    model.addAttribute("more", Math.max(0, weeks.size() - MOST));
  }

  private static Day column(LocalDate day, Sum sum, LoadReport report, Say say) {
    return new Day(
        Dates.label(day, report.from(), report.to(), say),
        List.of(new Amount("full", sum.mothers())),
        sum.messages());
  }

  /** The first days of the weeks, counted from the report's own first day. */
  private static List<LocalDate> starts(LoadReport report) {
    return report
        .from()
        .datesUntil(report.to().plusDays(1), java.time.Period.ofDays(WEEK))
        .toList();
  }

  private static List<Weeks> weeks(LoadReport report) {
    List<LocalDate> starts = starts(report);
    Map<String, String> names = new LinkedHashMap<>();
    report.items().forEach(day -> names.put(day.clinicId(), day.clinic()));
    return names.entrySet().stream()
        .map(
            clinic ->
                new Weeks(
                    clinic.getKey(),
                    clinic.getValue(),
                    starts.stream().map(start -> week(report, clinic.getKey(), start)).toList()))
        .toList();
  }

  private static Sum week(LoadReport report, String clinic, LocalDate start) {
    Sum sum = Sum.NOTHING;
    for (LoadedDay day : report.items()) {
      if (day.clinicId().equals(clinic)
          && !day.day().isBefore(start)
          && day.day().isBefore(start.plusDays(WEEK))) {
        sum = sum.plus(day);
      }
    }
    return sum;
  }
}
