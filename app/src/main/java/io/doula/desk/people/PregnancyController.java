package io.doula.desk.people;

import io.doula.core.ProgramClock;
import io.doula.core.Viewer;
import io.doula.family.Card;
import io.doula.family.Pregnancies;
import io.doula.family.Pregnancy;
import io.doula.family.PregnancyForm;
import io.doula.http.Forms;
import io.doula.http.Once;
import io.doula.http.PageController;
import io.doula.http.Typed;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** A pregnancy that begins, and one that is dated anew. */
@PageController
@RequestMapping("/app/people/{id}")
class PregnancyController {
  private final OpenCard cards;
  private final Pregnancies pregnancies;
  private final Forms forms;
  private final Once once;
  private final ProgramClock clock;

  PregnancyController(
      OpenCard cards, Pregnancies pregnancies, Forms forms, Once once, ProgramClock clock) {
    this.cards = cards;
    this.pregnancies = pregnancies;
    this.forms = forms;
    this.once = once;
    this.clock = clock;
  }

  @GetMapping("/pregnancy")
  String begins(@AuthenticationPrincipal Viewer viewer, @PathVariable String id, Model model) {
    Card card = cards.show(id, viewer, clock.now(), model);
    model.addAttribute("form", Typed.recorded(Map.of("datedBy", "lmp", Once.FIELD, Once.key())));
    return page(model, card, null);
  }

  @PostMapping("/pregnancy")
  String begun(
      @AuthenticationPrincipal Viewer viewer,
      @PathVariable String id,
      @RequestParam MultiValueMap<String, String> sent,
      Model model,
      HttpServletResponse response) {
    Instant now = clock.now();
    Typed typed = Typed.of(sent);
    Card card = cards.show(id, viewer, now, model);
    return forms.tried(
        typed,
        model,
        response,
        () -> page(model, card, null),
        () ->
            once.done(
                typed,
                viewer,
                now,
                () -> {
                  pregnancies.begin(card.id(), dates(typed), viewer, now);
                  return to(id, "pregnant");
                }));
  }

  @GetMapping("/pregnancies/{pregnancyId}")
  String dated(
      @AuthenticationPrincipal Viewer viewer,
      @PathVariable String id,
      @PathVariable String pregnancyId,
      Model model) {
    Card card = cards.show(id, viewer, clock.now(), model);
    Pregnancy pregnancy = OpenCard.pregnancy(card, pregnancyId);
    Map<String, @Nullable Object> known = new LinkedHashMap<>();
    String by = pregnancy.datedBy().toLowerCase(Locale.ROOT);
    known.put("datedBy", by);
    known.put("lmp", by.equals("lmp") ? pregnancy.lmp() : null);
    known.put("edd", by.equals("edd") ? pregnancy.edd() : null);
    PregnancyForm.Scan scan = pregnancy.scan();
    if (scan != null) {
      known.put("scan.date", scan.date());
      known.put("scan.weeks", scan.weeks());
      known.put("scan.days", scan.days());
    }
    known.put("version", pregnancy.version());
    model.addAttribute("form", Typed.recorded(known));
    return page(model, card, pregnancy);
  }

  @PostMapping("/pregnancies/{pregnancyId}")
  String redated(
      @AuthenticationPrincipal Viewer viewer,
      @PathVariable String id,
      @PathVariable String pregnancyId,
      @RequestParam MultiValueMap<String, String> sent,
      Model model,
      HttpServletResponse response) {
    Instant now = clock.now();
    Typed typed = Typed.of(sent);
    Card card = cards.show(id, viewer, now, model);
    Pregnancy pregnancy = OpenCard.pregnancy(card, pregnancyId);
    return forms.tried(
        typed,
        model,
        response,
        () -> page(model, card, pregnancy),
        () -> {
          pregnancies.redate(
              Long.parseLong(pregnancy.id()),
              BirthController.same(typed),
              dates(typed),
              viewer,
              now);
          return to(id, "dated");
        });
  }

  private static PregnancyForm dates(Typed typed) {
    Sent sent = new Sent(typed);
    Registration.Pregnant.require(sent);
    sent.errors().throwIfAny();
    PregnancyForm dates = Registration.Pregnant.read(sent);
    sent.errors().throwIfAny();
    return dates;
  }

  private static String page(Model model, Card card, @Nullable Pregnancy pregnancy) {
    model.addAttribute("pregnancy", pregnancy);
    model.addAttribute(
        "datings",
        new Choices(Words.of(model, card.today())).texts("people.dating.", "lmp", "edd", "scan"));
    return "app/people/pregnancy";
  }

  private static String to(String id, String note) {
    return "redirect:/app/people/" + id + "?note=" + note;
  }
}
