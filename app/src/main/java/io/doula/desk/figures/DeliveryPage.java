package io.doula.desk.figures;

import static io.doula.desk.figures.ClinicChoice.chosen;

import io.doula.core.ProgramClock;
import io.doula.core.Viewer;
import io.doula.desk.figures.Columns.Day;
import io.doula.http.Forms;
import io.doula.http.PageController;
import io.doula.http.Say;
import io.doula.http.Typed;
import io.doula.report.DeliveredDay;
import io.doula.report.DeliveryByDay;
import io.doula.report.DeliveryReport;
import io.doula.report.Period;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;

/** What became of the reminders: a picture for each channel, a column for each day. */
@PageController
class DeliveryPage {
  private static final int USUAL_DAYS = 14;

  private final DeliveryByDay delivery;
  private final ClinicChoice choice;
  private final Forms forms;
  private final ProgramClock clock;

  DeliveryPage(DeliveryByDay delivery, ClinicChoice choice, Forms forms, ProgramClock clock) {
    this.delivery = delivery;
    this.choice = choice;
    this.forms = forms;
    this.clock = clock;
  }

  /**
   * One channel in the period.
   *
   * @param name its code; {@code none} where no channel reaches her
   * @param sum all days together
   * @param days those on which there is a reminder
   */
  record Channel(String name, Columns picture, DeliveredDay sum, List<DeliveredDay> days) {}

  @GetMapping("/app/reports/delivery")
  String page(
      @AuthenticationPrincipal Viewer viewer,
      @ModelAttribute("say") Say say,
      @RequestParam MultiValueMap<String, String> query,
      Model model,
      HttpServletResponse response) {
    Typed typed = Typed.of(query);
    model.addAttribute("current", "reports");
    model.addAttribute("drawn", true);
    model.addAttribute("tab", "delivery");
    model.addAttribute("clinics", choice.of(viewer));
    model.addAttribute("form", typed);
    return forms.tried(
        typed,
        model,
        response,
        () -> "app/figures/delivery",
        () -> {
          DeliveryReport report = read(delivery, viewer, typed, clock.now());
          model.addAttribute("report", report);
          model.addAttribute("from", LocalDate.parse(report.from()));
          model.addAttribute("to", LocalDate.parse(report.to()));
          model.addAttribute("channels", channels(report, say));
          return "app/figures/delivery";
        });
  }

  /** Fourteen days until today, where nothing else was asked for. */
  static DeliveryReport read(DeliveryByDay delivery, Viewer viewer, Typed typed, Instant now) {
    LocalDate from = Dates.read(typed, "from");
    LocalDate to = Dates.read(typed, "to");
    String clinic = chosen(typed.given("clinic"));
    if (from == null) {
      return delivery.latest(viewer, clinic, to, USUAL_DAYS, now);
    }
    return delivery.read(
        viewer, clinic, new Period(new Period.End(from, null), new Period.End(to, null)), now);
  }

  private static List<Channel> channels(DeliveryReport report, Say say) {
    Map<String, List<DeliveredDay>> byChannel = new LinkedHashMap<>();
    for (DeliveredDay day : report.items()) {
      byChannel.computeIfAbsent(name(day.channel()), c -> new ArrayList<>()).add(day);
    }
    LocalDate from = LocalDate.parse(report.from());
    LocalDate to = LocalDate.parse(report.to());
    long highest = report.items().stream().mapToLong(DeliveredDay::planned).max().orElse(0);
    return byChannel.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(
            entry ->
                new Channel(
                    entry.getKey(),
                    Columns.of(columns(entry.getValue(), from, to, say), highest),
                    DeliverySum.of(entry.getValue()),
                    entry.getValue()))
        .toList();
  }

  private static String name(@Nullable String channel) {
    return channel == null ? "none" : channel;
  }

  private static List<Day> columns(List<DeliveredDay> days, LocalDate from, LocalDate to, Say say) {
    Map<LocalDate, DeliveredDay> byDay =
        days.stream().collect(Collectors.toMap(DeliveredDay::day, day -> day));
    return from.datesUntil(to.plusDays(1))
        .map(
            day ->
                new Day(
                    Dates.label(day, from, to, say),
                    byDay.containsKey(day) ? DeliverySum.amounts(byDay.get(day)) : List.of(),
                    null))
        .toList();
  }
}
