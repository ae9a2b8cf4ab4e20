package io.doula.desk.people;

import io.doula.core.Ids;
import io.doula.core.NotFound;
import io.doula.core.Paging;
import io.doula.core.ProgramClock;
import io.doula.core.Viewer;
import io.doula.family.Babies;
import io.doula.family.Baby;
import io.doula.family.Card;
import io.doula.family.Duplicates;
import io.doula.family.MergedAway;
import io.doula.family.Merging;
import io.doula.family.Mothers;
import io.doula.family.People;
import io.doula.family.Pregnancies;
import io.doula.family.Pregnancy;
import io.doula.http.Forms;
import io.doula.http.PageController;
import io.doula.http.Typed;
import io.doula.reminder.Reminders;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** One mother's page, and what is done on it with one button. */
@PageController
@RequestMapping("/app/people/{id}")
class PersonController {
  private final OpenCard cards;
  private final Mothers mothers;
  private final Pregnancies pregnancies;
  private final Babies babies;
  private final People people;
  private final Duplicates duplicates;
  private final Merging merging;
  private final Reminders reminders;
  private final Forms forms;
  private final ProgramClock clock;

  PersonController(
      OpenCard cards,
      Mothers mothers,
      Pregnancies pregnancies,
      Babies babies,
      People people,
      Duplicates duplicates,
      Merging merging,
      Reminders reminders,
      Forms forms,
      ProgramClock clock) {
    this.cards = cards;
    this.mothers = mothers;
    this.pregnancies = pregnancies;
    this.babies = babies;
    this.people = people;
    this.duplicates = duplicates;
    this.merging = merging;
    this.reminders = reminders;
    this.forms = forms;
    this.clock = clock;
  }

  @GetMapping
  String page(@AuthenticationPrincipal Viewer viewer, @PathVariable String id, Model model) {
    try {
      return page(viewer, id, model, clock.now());
    } catch (MergedAway merged) {
      return "redirect:/app/people/" + merged.motherId();
    }
  }

  @PostMapping("/opt-out")
  String optOut(@AuthenticationPrincipal Viewer viewer, @PathVariable String id) {
    mothers.optOut(Ids.inPath(id, "mother"), viewer, clock.now());
    return "redirect:/app/people/" + id + "?note=opted-out";
  }

  @PostMapping("/opt-in")
  String optIn(
      @AuthenticationPrincipal Viewer viewer,
      @PathVariable String id,
      Model model,
      HttpServletResponse response) {
    Instant now = clock.now();
    return forms.tried(
        Typed.nothing(),
        model,
        response,
        () -> page(viewer, id, model, now),
        () -> {
          mothers.optIn(Ids.inPath(id, "mother"), viewer, now);
          return "redirect:/app/people/" + id + "?note=opted-in";
        });
  }

  /**
   * Takes back what was recorded by mistake.
   *
   * @param entry {@code KIND:WHOSE:ID}: the kind is {@code dose} or {@code contact} of a baby, or
   *     {@code visit} of a pregnancy; then the baby's or the pregnancy's id; then its own
   */
  @PostMapping("/take-back")
  String takeBack(
      @AuthenticationPrincipal Viewer viewer,
      @PathVariable String id,
      @RequestParam String entry,
      Model model) {
    Instant now = clock.now();
    Card card = cards.show(id, viewer, now, model);
    String[] parts = entry.split(":", -1);
    if (parts.length != 3) {
      throw new NotFound("entry");
    }
    String whose = parts[1];
    long own = Ids.inPath(parts[2], "entry");
    switch (parts[0]) {
      case "dose" -> babies.takeBackDose(id(OpenCard.baby(card, whose)), own, viewer, now);
      case "contact" -> babies.takeBackContact(id(OpenCard.baby(card, whose)), own, viewer, now);
      case "visit" ->
          pregnancies.takeBackContact(
              Long.parseLong(OpenCard.pregnancy(card, whose).id()), own, viewer, now);
      default -> throw new NotFound("entry");
    }
    return "redirect:/app/people/" + id + "?note=taken-back";
  }

  private String page(Viewer viewer, String id, Model model, Instant now) {
    Card card = cards.show(id, viewer, now, model);
    Words words = Words.of(model, card.today());
    List<Reminders.Reminder> messages =
        reminders
            .list(
                new Reminders.Wanted(Set.of(), null, card.id(), null, null, null, null),
                Paging.of("500", null),
                viewer,
                now)
            .items();
    Map<String, Progress> progress = new LinkedHashMap<>();
    for (Pregnancy pregnancy : card.family().pregnancies()) {
      progress.put("p" + pregnancy.id(), Progress.of(card.visitsOf(pregnancy)));
    }
    for (Baby baby : card.family().babies()) {
      progress.put("b" + baby.id(), Progress.of(card.visitsOf(baby)));
    }
    model.addAttribute("progress", progress);
    model.addAttribute("messages", Messages.of(messages, now));
    List<Duplicates.Other> alike = duplicates.of(card.id(), viewer, now);
    model.addAttribute("alike", alike);
    model.addAttribute(
        "sharing",
        people.atPhone(card.mother().phone(), card.id(), viewer, now).stream()
            .filter(one -> alike.stream().noneMatch(she -> she.mother().id().equals(one.id())))
            .toList());
    model.addAttribute("merges", merging.of(card.id(), viewer));
    model.addAttribute("timeline", Timeline.of(Story.of(card, messages, words), words));
    return "app/people/person";
  }

  private static long id(Baby baby) {
    return Long.parseLong(baby.id());
  }
}
