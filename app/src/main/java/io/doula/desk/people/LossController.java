package io.doula.desk.people;

import io.doula.core.ProgramClock;
import io.doula.core.Viewer;
import io.doula.family.Card;
import io.doula.http.Forms;
import io.doula.http.Once;
import io.doula.http.PageController;
import io.doula.http.Typed;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** A loss or a death: told, looked at, confirmed. */
@PageController
@RequestMapping("/app/people/{id}/loss")
class LossController {
  private final OpenCard cards;
  private final Loss loss;
  private final Forms forms;
  private final Once once;
  private final ProgramClock clock;

  LossController(OpenCard cards, Loss loss, Forms forms, Once once, ProgramClock clock) {
    this.cards = cards;
    this.loss = loss;
    this.forms = forms;
    this.once = once;
    this.clock = clock;
  }

  @GetMapping
  String form(@AuthenticationPrincipal Viewer viewer, @PathVariable String id, Model model) {
    Card card = cards.show(id, viewer, clock.now(), model);
    List<String> choices = Loss.choices(card);
    Map<String, Object> first = new LinkedHashMap<>();
    first.put("on", card.today());
    first.put(Once.FIELD, Once.key());
    if (choices.size() == 1) {
      first.put("what", choices.get(0));
    }
    model.addAttribute("form", Typed.recorded(first));
    return page(card, model);
  }

  /** Shows what it would mean; once that is confirmed, records it. */
  @PostMapping
  String told(
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
        () -> {
          if (!typed.has("confirmed", "yes")) {
            model.addAttribute("meaning", loss.meaning(card, typed, viewer, now));
            model.addAttribute("form", typed);
            model.addAttribute("what", said(card, model).get(typed.value("what")));
            model.addAttribute("on", LocalDate.parse(typed.value("on")));
            return "app/people/loss-means";
          }
          return once.done(
              typed,
              viewer,
              now,
              () -> {
                loss.record(card, typed, viewer, now);
                return "redirect:/app/people/" + id + "?note=loss";
              });
        });
  }

  @PostMapping("/take-back")
  String takeBack(
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
        () -> {
          loss.takeBack(card, typed.value("what"), viewer, now);
          return "redirect:/app/people/" + id + "?note=taken-back";
        });
  }

  private static String page(Card card, Model model) {
    model.addAttribute("losses", said(card, model));
    model.addAttribute("languages", new Choices(Words.of(model, card.today())).languages(null));
    return "app/people/loss";
  }

  private static Map<String, String> said(Card card, Model model) {
    Words words = Words.of(model, card.today());
    Map<String, String> said = new LinkedHashMap<>();
    for (String choice : Loss.choices(card)) {
      String name =
          choice.startsWith("baby:")
              ? words.baby(OpenCard.baby(card, choice.substring("baby:".length())))
              : card.mother().fullName();
      String key = choice.replaceAll(":.*", "");
      said.put(choice, words.say().text("people.lost." + key, name));
    }
    return said;
  }
}
