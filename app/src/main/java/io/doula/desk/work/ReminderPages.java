package io.doula.desk.work;

import io.doula.core.Ids;
import io.doula.core.Invalid;
import io.doula.core.Page;
import io.doula.core.Paging;
import io.doula.core.ProgramClock;
import io.doula.core.Role;
import io.doula.core.Viewer;
import io.doula.http.Forms;
import io.doula.http.Moment;
import io.doula.http.PageController;
import io.doula.http.Queries;
import io.doula.http.Say;
import io.doula.http.Typed;
import io.doula.reminder.Correspondence;
import io.doula.reminder.Letter;
import io.doula.reminder.Reminders;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What became of the reminders, and what staff decide about one. */
@PageController
@RequestMapping("/app/reminders")
class ReminderPages {
  private static final String PAGE = "50";

  /** So far back a list goes when nobody says how far; what went wrong stays until it is mended. */
  private static final int DAYS_BACK = 30;

  private final Correspondence correspondence;
  private final Reminders reminders;
  private final Choices choices;
  private final Forms forms;
  private final ProgramClock clock;

  ReminderPages(
      Correspondence correspondence,
      Reminders reminders,
      Choices choices,
      Forms forms,
      ProgramClock clock) {
    this.correspondence = correspondence;
    this.reminders = reminders;
    this.choices = choices;
    this.forms = forms;
    this.clock = clock;
  }

  @GetMapping
  String list(
      @AuthenticationPrincipal Viewer viewer,
      @RequestParam MultiValueMap<String, String> sent,
      HttpServletRequest request,
      Model model) {
    Instant now = clock.now();
    Typed asked = Typed.of(sent);
    String mother = asked.given("mother");
    Standing standing = asked.given("state") == null ? null : Standing.read(asked.value("state"));
    List<LocalDate> dates = choices.dates(viewer, now);
    LocalDate from = day(asked, "from", dates, 0);
    boolean mends = standing == Standing.UNCLEAR || standing == Standing.FAILED;
    if (from == null && mother == null && !mends && !dates.isEmpty()) {
      from = dates.get(0).minusDays(DAYS_BACK);
    }
    LocalDate to = day(asked, "to", dates, dates.size() - 1);
    if (to == null && mother == null && standing == null && !dates.isEmpty()) {
      // what is yet to go stands under its own heading
      to = dates.get(dates.size() - 1);
    }
    Correspondence.Asked wanted =
        new Correspondence.Asked(
            standing == null ? java.util.Set.of() : standing.states(),
            Waiting.clinic(asked.given("clinic")),
            mother == null ? null : Ids.inField(mother, "mother"),
            asked.given("channel"),
            from,
            to);
    Paging paging = Paging.of(PAGE, asked.given("after"));
    Page<Correspondence.Line> page =
        correspondence.list(wanted, standing == Standing.WAITING, paging, viewer, now);
    if (from != null) {
      sent.set("from", from.toString());
    }
    if (to != null) {
      sent.set("to", to.toString());
    }
    model.addAttribute("form", Typed.of(sent));
    model.addAttribute("current", "reminders");
    model.addAttribute("page", page);
    model.addAttribute("standing", standing);
    model.addAttribute("standings", Standing.values());
    model.addAttribute("isFirst", paging.after() == 0);
    model.addAttribute("clinics", choices.clinics(viewer));
    model.addAttribute(
        "channels",
        Choices.said(say(model), "reminders.channel.", List.of("whatsapp", "sms", "email")));
    model.addAttribute("next", Queries.with(request, "after", page.next()));
    return "app/work/reminders";
  }

  @GetMapping("/{id}")
  String one(@AuthenticationPrincipal Viewer viewer, @PathVariable String id, Model model) {
    return shown(id, viewer, model);
  }

  @PostMapping("/{id}/retry")
  String retry(
      @AuthenticationPrincipal Viewer viewer,
      @PathVariable String id,
      Model model,
      HttpServletResponse response) {
    return decided(
        id,
        "reminder-retry",
        viewer,
        model,
        response,
        now -> reminders.retry(Ids.inPath(id, "reminder"), viewer, now));
  }

  @PostMapping("/{id}/cancel")
  String cancel(
      @AuthenticationPrincipal Viewer viewer,
      @PathVariable String id,
      Model model,
      HttpServletResponse response) {
    return decided(
        id,
        "reminder-cancel",
        viewer,
        model,
        response,
        now -> reminders.cancel(Ids.inPath(id, "reminder"), viewer, now));
  }

  @PostMapping("/{id}/resolve")
  String resolve(
      @AuthenticationPrincipal Viewer viewer,
      @PathVariable String id,
      @RequestParam MultiValueMap<String, String> sent,
      Model model,
      HttpServletResponse response) {
    String told = Typed.of(sent).value("told");
    return decided(
        id,
        "reminder-resolve",
        viewer,
        model,
        response,
        now -> {
          if (!told.equals("yes") && !told.equals("no")) {
            throw new Invalid("told", "must say whether she got it");
          }
          reminders.resolve(Ids.inPath(id, "reminder"), told.equals("yes"), viewer, now);
        });
  }

  /** What a member of staff decides, at an instant. */
  private interface Decision {
    void at(Instant now);
  }

  private String decided(
      String id,
      String note,
      Viewer viewer,
      Model model,
      HttpServletResponse response,
      Decision decision) {
    return forms.tried(
        Typed.nothing(),
        model,
        response,
        () -> shown(id, viewer, model),
        () -> {
          decision.at(clock.now());
          return "redirect:/app/reminders/" + id + "?note=" + note;
        });
  }

  private String shown(String id, Viewer viewer, Model model) {
    Instant now = clock.now();
    Letter letter = correspondence.one(Ids.inPath(id, "reminder"), viewer, now);
    boolean decides = viewer.role() != Role.VIEWER;
    model.addAttribute("current", "reminders");
    model.addAttribute("letter", letter);
    model.addAttribute("standing", Standing.of(letter.line().state()));
    model.addAttribute("mayCancel", decides && letter.mayBeCancelled());
    model.addAttribute("mayRetry", decides && letter.mayBeRetried(now));
    model.addAttribute("mayResolve", decides && letter.mayBeResolved());
    model.addAttribute(
        "said",
        letter.attempts().stream()
            .filter(attempt -> attempt.said() != null)
            .reduce((first, last) -> last)
            .orElse(null));
    return "app/work/reminder";
  }

  /** A day, or the word {@code today}: the first or last that it is in the viewer's clinics. */
  private static @Nullable LocalDate day(
      Typed asked, String field, List<LocalDate> dates, int ofThem) {
    String text = asked.given(field);
    if ("today".equals(text)) {
      return dates.isEmpty() ? null : dates.get(ofThem);
    }
    LocalDate day = Moment.read(text, field).day();
    if (text != null && day == null) {
      throw new Invalid(field, "must be a date");
    }
    return day;
  }

  private static Say say(Model model) {
    return (Say) Objects.requireNonNull(model.getAttribute("say"));
  }
}
