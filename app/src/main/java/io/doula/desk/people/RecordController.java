package io.doula.desk.people;

import io.doula.core.ProgramClock;
import io.doula.core.Viewer;
import io.doula.family.Card;
import io.doula.family.VaccineCodes;
import io.doula.http.Forms;
import io.doula.http.Once;
import io.doula.http.PageController;
import io.doula.http.Typed;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.LinkedHashMap;
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

/** Recording a visit: contacts and doses of a mother and all her babies in one form. */
@PageController
@RequestMapping("/app/people/{id}/record")
class RecordController {
  private static final String MORNING = "morning";

  private final OpenCard cards;
  private final Recording recording;
  private final Forms forms;
  private final Once once;
  private final ProgramClock clock;

  RecordController(
      OpenCard cards, Recording recording, Forms forms, Once once, ProgramClock clock) {
    this.cards = cards;
    this.recording = recording;
    this.forms = forms;
    this.once = once;
    this.clock = clock;
  }

  @GetMapping
  String form(
      @AuthenticationPrincipal Viewer viewer,
      @PathVariable String id,
      @RequestParam(required = false) @Nullable String then,
      Model model) {
    Card card = cards.show(id, viewer, clock.now(), model);
    Map<String, @Nullable Object> first = new LinkedHashMap<>();
    first.put("on", card.today());
    first.put("then", then);
    first.put(Once.FIELD, Once.key());
    model.addAttribute("form", Typed.recorded(first));
    return page(card, model);
  }

  @PostMapping
  String record(
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
        () -> page(card, model),
        () ->
            once.done(
                typed,
                viewer,
                now,
                () -> {
                  boolean odd = recording.record(card, typed, viewer, now);
                  return typed.has("then", MORNING)
                      ? "redirect:/app/morning?recorded=" + id
                      : "redirect:/app/people/" + id + "?note=recorded" + (odd ? "-odd" : "");
                }));
  }

  private static String page(Card card, Model model) {
    Words words = Words.of(model, card.today());
    Map<String, String> vaccines = new LinkedHashMap<>();
    VaccineCodes.choices().forEach(code -> vaccines.put(code, words.vaccine(code)));
    model.addAttribute("people", Recording.people(card));
    model.addAttribute("vaccines", vaccines);
    return "app/people/record";
  }
}
