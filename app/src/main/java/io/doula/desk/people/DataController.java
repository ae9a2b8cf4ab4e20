package io.doula.desk.people;

import io.doula.audit.Export;
import io.doula.core.Forbidden;
import io.doula.core.Invalid;
import io.doula.core.ProgramClock;
import io.doula.core.Viewer;
import io.doula.family.Card;
import io.doula.family.Erasure;
import io.doula.http.Forms;
import io.doula.http.PageController;
import io.doula.http.Typed;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** All that is kept of a mother: given out, or erased. */
@PageController
@RequestMapping("/app/people/{id}")
class DataController {
  private final OpenCard cards;
  private final Export export;
  private final Erasure erasure;
  private final Forms forms;
  private final ProgramClock clock;

  DataController(OpenCard cards, Export export, Erasure erasure, Forms forms, ProgramClock clock) {
    this.cards = cards;
    this.export = export;
    this.erasure = erasure;
    this.forms = forms;
    this.clock = clock;
  }

  @GetMapping("/export")
  ResponseEntity<Map<String, Object>> export(
      @AuthenticationPrincipal Viewer viewer, @PathVariable String id, Model model) {
    Instant now = clock.now();
    Card card = cards.show(id, viewer, now, model);
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            "attachment; filename=\"mother-" + card.id() + ".json\"")
        .body(export.of(card.id(), viewer, now));
  }

  @GetMapping("/erase")
  String ask(@AuthenticationPrincipal Viewer viewer, @PathVariable String id, Model model) {
    cards.show(id, viewer, clock.now(), model);
    if (!viewer.seesAll()) {
      throw new Forbidden("to erase a person is an ADMIN's decision: ask one, and opt her out now");
    }
    return "app/people/erase";
  }

  @PostMapping("/erase")
  String erase(
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
        () -> "app/people/erase",
        () -> {
          if (viewer.seesAll() && !typed.has("sure", "yes")) {
            throw new Invalid("sure", "is missing");
          }
          erasure.erase(card.id(), viewer, now);
          return "redirect:/app/people?note=erased";
        });
  }
}
