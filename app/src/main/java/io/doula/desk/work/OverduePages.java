package io.doula.desk.work;

import io.doula.core.Invalid;
import io.doula.core.Page;
import io.doula.core.Paging;
import io.doula.core.ProgramClock;
import io.doula.core.Viewer;
import io.doula.http.CsvAnswer;
import io.doula.http.PageController;
import io.doula.http.Queries;
import io.doula.http.Say;
import io.doula.http.Typed;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** Who was missed, and who is due: on the screen, on paper and as a table. */
@PageController
class OverduePages {
  private static final String PAGE = "50";
  private static final int MOST_ON_PAPER = 1000;

  /** Of a table, which holds everybody. */
  private static final int AT_ONCE = 1000;

  private final Waiting waiting;
  private final Choices choices;
  private final ProgramClock clock;

  OverduePages(Waiting waiting, Choices choices, ProgramClock clock) {
    this.waiting = waiting;
    this.choices = choices;
    this.clock = clock;
  }

  @GetMapping("/app/{turn:overdue|due}")
  String page(
      @AuthenticationPrincipal Viewer viewer,
      @PathVariable String turn,
      @RequestParam MultiValueMap<String, String> sent,
      HttpServletRequest request,
      Model model) {
    Typed typed = Typed.of(sent);
    Paging paging = Paging.of(PAGE, typed.given("after"));
    Waiting.Asked asked = asked(turn, typed);
    Instant now = clock.now();
    fill(model, typed, asked, viewer, now);
    Page<WaitingMother> page = waiting.list(asked, paging, viewer, now);
    model.addAttribute("page", page);
    model.addAttribute("isFirst", paging.after() == 0);
    model.addAttribute("total", waiting.count(asked, viewer, now));
    model.addAttribute("most", Waiting.MOST_COUNTED);
    model.addAttribute("query", Queries.with(request, "after", null));
    model.addAttribute("next", Queries.with(request, "after", page.next()));
    return "app/work/overdue";
  }

  @GetMapping("/app/{turn:overdue|due}/print")
  String print(
      @AuthenticationPrincipal Viewer viewer,
      @PathVariable String turn,
      @RequestParam MultiValueMap<String, String> sent,
      HttpServletRequest request,
      Model model) {
    Typed typed = Typed.of(sent);
    Waiting.Asked asked = asked(turn, typed);
    Instant now = clock.now();
    fill(model, typed, asked, viewer, now);
    Page<WaitingMother> page = waiting.list(asked, new Paging(MOST_ON_PAPER, 0), viewer, now);
    model.addAttribute("mothers", page.items());
    model.addAttribute("goesOn", page.next() != null);
    model.addAttribute("query", Queries.with(request, "after", null));
    model.addAttribute(
        "clinicNamed", asked.clinic() == null ? null : choices.clinic(asked.clinic(), viewer));
    return "app/work/overdue-print";
  }

  @GetMapping("/app/{turn:overdue|due}.csv")
  void table(
      @AuthenticationPrincipal Viewer viewer,
      @PathVariable String turn,
      @RequestParam MultiValueMap<String, String> sent,
      Model model,
      HttpServletResponse response)
      throws IOException {
    Waiting.Asked asked = asked(turn, Typed.of(sent));
    Instant now = clock.now();
    Page<WaitingMother> page = waiting.table(asked, new Paging(AT_ONCE, 0), viewer, now);
    try (CsvAnswer csv =
        new CsvAnswer(
            response,
            turn + ".csv",
            "clinic",
            "mother_id",
            "mother",
            "phone",
            "language",
            "what",
            "due_since",
            "days_overdue",
            "messages_sent",
            "last_message",
            "last_message_on",
            "not_written_to")) {
      while (true) {
        for (WaitingMother mother : page.items()) {
          add(csv, mother);
        }
        if (page.next() == null) {
          return;
        }
        page = waiting.table(asked, after(page), viewer, now);
      }
    }
  }

  private static Paging after(Page<WaitingMother> page) {
    return new Paging(AT_ONCE, Paging.of(null, page.next()).after());
  }

  private static void add(CsvAnswer csv, WaitingMother mother) throws IOException {
    WaitingMother.Told told = mother.told();
    csv.add(
        mother.clinic(),
        mother.id(),
        mother.name(),
        mother.phone(),
        mother.language(),
        mother.what(),
        mother.since(),
        mother.days(),
        told == null ? 0 : told.count(),
        told == null ? null : told.state(),
        told == null ? null : told.day(),
        mother.silent());
  }

  private void fill(Model model, Typed typed, Waiting.Asked asked, Viewer viewer, Instant now) {
    Say say = (Say) java.util.Objects.requireNonNull(model.getAttribute("say"));
    boolean late = asked.turn() == Waiting.Turn.OVERDUE;
    model.addAttribute("current", late ? "overdue" : "today");
    model.addAttribute("turn", late ? "overdue" : "due");
    model.addAttribute("form", typed);
    Map<String, String> clinics = choices.clinics(viewer);
    model.addAttribute("clinics", clinics);
    model.addAttribute("manyClinics", clinics.size() > 1);
    model.addAttribute("kinds", Choices.said(say, "overdue.kind.", names(Waiting.Kind.values())));
    model.addAttribute("ages", Choices.said(say, "overdue.for.", names(Waiting.Since.values())));
    model.addAttribute("tongues", Choices.languages(say));
    model.addAttribute("filtered", !asked.equals(Waiting.Asked.all(asked.turn())));
    model.addAttribute("dates", choices.dates(viewer, now));
  }

  private static List<String> names(Enum<?>[] values) {
    return Arrays.stream(values).map(one -> one.name().toLowerCase(Locale.ROOT)).toList();
  }

  private static Waiting.Asked asked(String turn, Typed typed) {
    return new Waiting.Asked(
        turn.equals("due") ? Waiting.Turn.DUE : Waiting.Turn.OVERDUE,
        Waiting.clinic(typed.given("clinic")),
        one(Waiting.Kind.class, typed.given("kind"), "kind"),
        one(Waiting.Since.class, typed.given("for"), "for"),
        typed.given("language"));
  }

  private static <E extends Enum<E>> @Nullable E one(
      Class<E> of, @Nullable String text, String field) {
    if (text == null) {
      return null;
    }
    return Arrays.stream(of.getEnumConstants())
        .filter(value -> value.name().equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(() -> new Invalid(field, "is none of those to choose from"));
  }
}
