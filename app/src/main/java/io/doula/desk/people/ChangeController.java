package io.doula.desk.people;

import io.doula.core.Conflict;
import io.doula.core.Paging;
import io.doula.core.PhoneNumber;
import io.doula.core.ProgramClock;
import io.doula.core.Viewer;
import io.doula.family.Card;
import io.doula.family.Caregiver;
import io.doula.family.Clinics;
import io.doula.family.DeathForm;
import io.doula.family.Mother;
import io.doula.family.MotherForm;
import io.doula.family.Mothers;
import io.doula.http.Forms;
import io.doula.http.PageController;
import io.doula.http.Typed;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

/** What is kept of a mother, and who cares for her children after her death. */
@PageController
@RequestMapping("/app/people/{id}")
class ChangeController {
  private final OpenCard cards;
  private final Registration registration;
  private final Mothers mothers;
  private final Clinics clinics;
  private final Forms forms;
  private final ProgramClock clock;

  ChangeController(
      OpenCard cards,
      Registration registration,
      Mothers mothers,
      Clinics clinics,
      Forms forms,
      ProgramClock clock) {
    this.cards = cards;
    this.registration = registration;
    this.mothers = mothers;
    this.clinics = clinics;
    this.forms = forms;
    this.clock = clock;
  }

  @GetMapping("/change")
  String form(@AuthenticationPrincipal Viewer viewer, @PathVariable String id, Model model) {
    Instant now = clock.now();
    Card card = cards.show(id, viewer, now, model);
    Mother mother = card.mother();
    Map<String, @Nullable Object> known = new LinkedHashMap<>();
    known.put("clinicId", mother.clinicId());
    known.put("fullName", mother.fullName());
    known.put("phone", PhoneNumber.spaced(mother.phone()));
    known.put("consent", mother.consent() ? "yes" : "no");
    known.put("email", mother.email());
    known.put("language", mother.language());
    known.put("timeZone", mother.timeZone());
    known.put("channels", String.join(";", mother.channels()));
    known.put("externalId", mother.externalId());
    known.put("version", mother.version());
    model.addAttribute("form", Typed.recorded(known));
    return page(model, card, viewer, now);
  }

  @PostMapping("/change")
  String change(
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
        () -> page(model, card, viewer, now),
        () -> {
          Sent read = new Sent(typed);
          MotherForm form = registration.mother(typed, read, card.id(), viewer, now);
          read.errors().throwIfAny();
          mothers.change(card.id(), BirthController.same(typed), stored -> form, viewer, now);
          return "redirect:/app/people/" + id + "?note=changed";
        });
  }

  @GetMapping("/caregiver")
  String caregiver(@AuthenticationPrincipal Viewer viewer, @PathVariable String id, Model model) {
    Card card = cards.show(id, viewer, clock.now(), model);
    Caregiver known = card.mother().caregiver();
    Map<String, @Nullable Object> first = new LinkedHashMap<>();
    if (known != null) {
      first.put("caregiver.fullName", known.fullName());
      first.put("caregiver.phone", PhoneNumber.spaced(known.phone()));
      first.put("caregiver.language", known.language());
    }
    model.addAttribute("form", Typed.recorded(first));
    return caregiverPage(model, card);
  }

  @PostMapping("/caregiver")
  String caregiver(
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
        () -> caregiverPage(model, card),
        () -> {
          if (card.mother().diedOn() == null) {
            throw new Conflict("she lives: messages go to her");
          }
          mothers.die(
              card.id(),
              new DeathForm(card.mother().diedOn(), caregiver(new Sent(typed), card)),
              viewer,
              now);
          return "redirect:/app/people/" + id + "?note=caregiver";
        });
  }

  /** A caregiver as the fields have him; a phone may be written as it is dialled. */
  static Caregiver.Form caregiver(Sent sent, Card card) {
    String typed = sent.text("caregiver.phone");
    String phone = PhoneNumber.read(typed, card.clinic().country());
    if (typed != null && phone == null) {
      sent.errors()
          .add("caregiver.phone", "is not a phone number: write all its digits, as you dial it")
          .throwIfAny();
    }
    return new Caregiver.Form(
        sent.text("caregiver.fullName"),
        phone,
        sent.text("caregiver.language"),
        sent.yes("caregiver.consent"));
  }

  private String page(Model model, Card card, Viewer viewer, Instant now) {
    Choices choices = new Choices(Words.of(model, card.today()));
    Typed form = (Typed) Objects.requireNonNull(model.getAttribute("form"));
    model.addAttribute(
        "clinics", choices.clinics(clinics.list(viewer, Paging.of("500", null)).items()));
    model.addAttribute("languages", choices.languages(card.mother().language()));
    model.addAttribute("channels", choices.channels(card.mother().channels()));
    model.addAttribute("agrees", choices.texts("people.consent.", "yes", "no"));
    model.addAttribute(
        "sharing",
        form.error("phone") == null
            ? List.of()
            : registration.sharing(form, card.id(), viewer, now));
    return "app/people/change";
  }

  private static String caregiverPage(Model model, Card card) {
    Caregiver known = card.mother().caregiver();
    model.addAttribute(
        "languages",
        new Choices(Words.of(model, card.today()))
            .languages(known == null ? null : known.language()));
    return "app/people/caregiver";
  }
}
