package io.doula.desk.people;

import io.doula.core.Ids;
import io.doula.core.ProgramClock;
import io.doula.core.Viewer;
import io.doula.family.Card;
import io.doula.family.Cards;
import io.doula.family.Mornings;
import io.doula.family.People;
import io.doula.family.VisitStatus;
import io.doula.http.PageController;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

/** A clinic morning: one after the other is found, recorded, and the next one comes. */
@PageController
class MorningController {
  private final People people;
  private final Mornings mornings;
  private final Cards cards;
  private final ProgramClock clock;

  MorningController(People people, Mornings mornings, Cards cards, ProgramClock clock) {
    this.people = people;
    this.mornings = mornings;
    this.cards = cards;
    this.clock = clock;
  }

  /**
   * @param recorded the mother for whom something was recorded just now
   */
  @GetMapping("/app/morning")
  String page(
      @AuthenticationPrincipal Viewer viewer,
      @RequestParam(required = false) @Nullable String q,
      @RequestParam(required = false) @Nullable String recorded,
      @RequestHeader(name = "HX-Request", required = false) @Nullable String live,
      Model model) {
    Instant now = clock.now();
    boolean asked = q != null && !q.isBlank();
    Words words = Words.of(model, LocalDate.ofInstant(now, ZoneOffset.UTC));
    model.addAttribute("current", "people");
    model.addAttribute("live", true);
    model.addAttribute("words", words);
    model.addAttribute("q", q == null ? "" : q);
    model.addAttribute("asked", asked);
    model.addAttribute(
        "found", asked ? people.find(viewer, q, null, null, 1, now).people() : List.of());
    if (live != null) {
      return "app/people/morning :: found";
    }
    List<Mornings.Recorded> today = mornings.today(viewer, now);
    model.addAttribute("today", today);
    if (recorded != null) {
      Card card = cards.of(Ids.inPath(recorded, "mother"), viewer, now);
      model.addAttribute("justNow", card);
      model.addAttribute("done", said(card, today, words));
    }
    return "app/people/morning";
  }

  /** What was recorded for each of a family, and when the next thing is due. */
  private static List<String> said(Card card, List<Mornings.Recorded> today, Words words) {
    List<String> said = new ArrayList<>();
    for (Mornings.Recorded one : today) {
      if (!one.motherId().equals(card.mother().id())) {
        continue;
      }
      String name = one.babyId() == null ? one.motherName() : words.babyNamed(one.name());
      String what =
          one.doses() == 0
              ? words.say().text("people.morning.seen", name)
              : words.say().count("people.morning.doses", one.doses(), name);
      said.add(
          what
              + " "
              + next(card, one.babyId())
                  .map(day -> words.say().text("people.morning.next", words.say().date(day)))
                  .orElse(""));
    }
    return said;
  }

  private static Optional<LocalDate> next(Card card, @Nullable String babyId) {
    return card.visits().stream()
        .filter(visit -> babyId == null ? visit.babyId() == null : babyId.equals(visit.babyId()))
        .filter(visit -> visit.status() == VisitStatus.PLANNED)
        .map(Card.Visit::due)
        .min(LocalDate::compareTo);
  }
}
