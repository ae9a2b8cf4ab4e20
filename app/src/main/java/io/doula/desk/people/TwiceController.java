package io.doula.desk.people;

import io.doula.core.Ids;
import io.doula.core.Paging;
import io.doula.core.ProgramClock;
import io.doula.core.Viewer;
import io.doula.family.Card;
import io.doula.family.Clinics;
import io.doula.family.Duplicates;
import io.doula.family.Merging;
import io.doula.http.Forms;
import io.doula.http.PageController;
import io.doula.http.Typed;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Mothers who were registered twice: looked through, compared, put together, taken apart. */
@PageController
class TwiceController {
  private static final String A_PAGE = "25";

  private final OpenCard cards;
  private final Duplicates duplicates;
  private final Merging merging;
  private final Clinics clinics;
  private final Forms forms;
  private final ProgramClock clock;

  TwiceController(
      OpenCard cards,
      Duplicates duplicates,
      Merging merging,
      Clinics clinics,
      Forms forms,
      ProgramClock clock) {
    this.cards = cards;
    this.duplicates = duplicates;
    this.merging = merging;
    this.clinics = clinics;
    this.forms = forms;
    this.clock = clock;
  }

  @GetMapping("/app/duplicates")
  String list(
      @AuthenticationPrincipal Viewer viewer,
      @RequestParam(required = false) @Nullable String clinic,
      @RequestParam(required = false) @Nullable String after,
      Model model) {
    Instant now = clock.now();
    String wanted = clinic == null || clinic.isBlank() ? null : clinic;
    model.addAttribute("current", "people");
    model.addAttribute("clinic", wanted);
    model.addAttribute("clinics", clinics.list(viewer, Paging.of("500", null)).items());
    model.addAttribute("words", Words.of(model, LocalDate.ofInstant(now, ZoneOffset.UTC)));
    model.addAttribute(
        "found",
        duplicates.list(
            viewer,
            wanted,
            Paging.of(A_PAGE, after == null || after.isBlank() ? null : after),
            now));
    return "app/people/duplicates";
  }

  @GetMapping("/app/people/{id}/same/{other}")
  String compare(
      @AuthenticationPrincipal Viewer viewer,
      @PathVariable String id,
      @PathVariable String other,
      Model model) {
    Comparison comparison = comparison(viewer, id, other, model, clock.now());
    model.addAttribute("form", comparison.first());
    return "app/people/same";
  }

  @PostMapping("/app/people/{id}/same/{other}")
  String merge(
      @AuthenticationPrincipal Viewer viewer,
      @PathVariable String id,
      @PathVariable String other,
      @RequestParam MultiValueMap<String, String> sent,
      Model model,
      HttpServletResponse response) {
    Instant now = clock.now();
    Typed typed = Typed.of(sent);
    Comparison comparison = comparison(viewer, id, other, model, now);
    return forms.tried(
        typed,
        model,
        response,
        () -> "app/people/same",
        () -> {
          merging.merge(Ids.inPath(id, "mother"), comparison.chosen(typed), viewer, now);
          return "redirect:/app/people/" + id + "?note=merged";
        });
  }

  @PostMapping("/app/people/{id}/not-same/{other}")
  String notSame(
      @AuthenticationPrincipal Viewer viewer, @PathVariable String id, @PathVariable String other) {
    duplicates.notSame(
        Ids.inPath(id, "mother"), Ids.text(Ids.inPath(other, "mother")), viewer, clock.now());
    return "redirect:/app/people/" + id + "?note=not-same";
  }

  @GetMapping("/app/people/{id}/merges/{merge}")
  String ask(
      @AuthenticationPrincipal Viewer viewer,
      @PathVariable String id,
      @PathVariable String merge,
      Model model) {
    model.addAttribute("form", Typed.nothing());
    return parting(viewer, id, merge, model, clock.now());
  }

  @PostMapping("/app/people/{id}/merges/{merge}")
  String undo(
      @AuthenticationPrincipal Viewer viewer,
      @PathVariable String id,
      @PathVariable String merge,
      Model model,
      HttpServletResponse response) {
    Instant now = clock.now();
    cards.show(id, viewer, now, model);
    return forms.tried(
        Typed.nothing(),
        model,
        response,
        () -> parting(viewer, id, merge, model, now),
        () -> {
          merging.undo(Ids.inPath(merge, "merge"), viewer, now);
          return "redirect:/app/people/" + id + "?note=parted";
        });
  }

  private String parting(Viewer viewer, String id, String merge, Model model, Instant now) {
    cards.show(id, viewer, now, model);
    model.addAttribute("merge", merging.one(Ids.inPath(merge, "merge"), viewer, now));
    return "app/people/parting";
  }

  private Comparison comparison(Viewer viewer, String id, String other, Model model, Instant now) {
    Card card = cards.show(id, viewer, now, model);
    Card second = cards.other(other, viewer, now);
    Merging.Proposal proposal = merging.proposed(card.id(), second.id(), viewer);
    Comparison comparison = new Comparison(card, second, proposal, Words.of(model, card.today()));
    model.addAllAttributes(
        Map.of(
            "second",
            second,
            "comparison",
            comparison,
            "reasons",
            duplicates.of(card.id(), viewer, now).stream()
                .filter(one -> one.mother().id().equals(second.mother().id()))
                .flatMap(one -> one.why().stream())
                .toList()));
    return comparison;
  }
}
