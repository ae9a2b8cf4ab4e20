package io.doula.desk.people;

import io.doula.core.Paging;
import io.doula.core.ProgramClock;
import io.doula.core.Viewer;
import io.doula.family.Clinic;
import io.doula.family.Clinics;
import io.doula.http.Forms;
import io.doula.http.Once;
import io.doula.http.PageController;
import io.doula.http.Typed;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Registering a mother. */
@PageController
class RegisterController {
  private final Registration registration;
  private final Clinics clinics;
  private final Forms forms;
  private final Once once;
  private final ProgramClock clock;

  RegisterController(
      Registration registration, Clinics clinics, Forms forms, Once once, ProgramClock clock) {
    this.registration = registration;
    this.clinics = clinics;
    this.forms = forms;
    this.once = once;
    this.clock = clock;
  }

  @GetMapping("/app/people/new")
  String form(@AuthenticationPrincipal Viewer viewer, Model model) {
    List<Clinic> hers = clinics.list(viewer, Paging.of("500", null)).items();
    String clinic = hers.size() == 1 ? hers.get(0).id() : "";
    model.addAttribute(
        "form",
        Typed.recorded(
            Map.of(
                "clinicId",
                clinic,
                "datedBy",
                "lmp",
                "channels",
                "whatsapp;sms;email",
                Once.FIELD,
                Once.key())));
    return page(viewer, model, clock.now());
  }

  @PostMapping("/app/people/new")
  String register(
      @AuthenticationPrincipal Viewer viewer,
      @RequestParam MultiValueMap<String, String> sent,
      Model model,
      HttpServletResponse response) {
    Instant now = clock.now();
    Typed typed = Typed.of(sent);
    return forms.tried(
        typed,
        model,
        response,
        () -> page(viewer, model, now),
        () ->
            once.done(
                typed,
                viewer,
                now,
                () -> {
                  String id = registration.register(typed, viewer, now);
                  return "redirect:/app/people/" + id + "?note=registered";
                }));
  }

  private String page(Viewer viewer, Model model, Instant now) {
    Words words = Words.of(model, LocalDate.ofInstant(now, ZoneOffset.UTC));
    Choices choices = new Choices(words);
    Typed form = (Typed) Objects.requireNonNull(model.getAttribute("form"));
    model.addAttribute("current", "people");
    model.addAttribute("words", words);
    model.addAttribute(
        "clinics", choices.clinics(clinics.list(viewer, Paging.of("500", null)).items()));
    model.addAttribute("languages", choices.languages(null));
    model.addAttribute("channels", choices.channels(null));
    model.addAttribute("agrees", choices.texts("people.consent.", "yes", "no"));
    model.addAttribute(
        "reasons", choices.texts("people.why.", "pregnant", "birth", "child", "nothing"));
    model.addAttribute("datings", choices.texts("people.dating.", "lmp", "edd", "scan"));
    model.addAttribute("sexes", choices.texts("people.sex.", "FEMALE", "MALE", "UNKNOWN"));
    model.addAttribute(
        "sharing",
        form.error("phone") == null ? List.of() : registration.sharing(form, 0, viewer, now));
    return "app/people/new";
  }
}
