package io.doula.family.web;

import io.doula.core.Ids;
import io.doula.core.ProgramClock;
import io.doula.core.Viewer;
import io.doula.family.Contact;
import io.doula.family.DayForm;
import io.doula.family.OutcomeForm;
import io.doula.family.Pregnancies;
import io.doula.family.Pregnancy;
import io.doula.family.PregnancyForm;
import io.doula.family.Schedule;
import io.doula.family.Schedules;
import io.doula.http.Versions;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Pregnancies over HTTP. */
@RestController
@RequestMapping("/api/pregnancies/{id}")
class PregnanciesController {
  private final Pregnancies pregnancies;
  private final Schedules schedules;
  private final ProgramClock clock;

  PregnanciesController(Pregnancies pregnancies, Schedules schedules, ProgramClock clock) {
    this.pregnancies = pregnancies;
    this.schedules = schedules;
    this.clock = clock;
  }

  @GetMapping
  ResponseEntity<Pregnancy> one(@AuthenticationPrincipal Viewer viewer, @PathVariable String id) {
    return answer(pregnancies.one(Ids.inPath(id, "pregnancy"), viewer, clock.now()));
  }

  /** The body dates the pregnancy anew, whichever way it was dated before. */
  @PatchMapping
  ResponseEntity<Pregnancy> redate(
      @AuthenticationPrincipal Viewer viewer,
      @PathVariable String id,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @RequestBody PregnancyForm form) {
    return answer(
        pregnancies.redate(
            Ids.inPath(id, "pregnancy"),
            version -> Versions.check(ifMatch, version),
            form,
            viewer,
            clock.now()));
  }

  @PostMapping("/contacts")
  ResponseEntity<Contact> attend(
      @AuthenticationPrincipal Viewer viewer, @PathVariable String id, @RequestBody DayForm form) {
    return Answers.recorded(
        pregnancies.attend(Ids.inPath(id, "pregnancy"), form, viewer, clock.now()));
  }

  @DeleteMapping("/contacts/{contactId}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void takeBackContact(
      @AuthenticationPrincipal Viewer viewer,
      @PathVariable String id,
      @PathVariable String contactId) {
    pregnancies.takeBackContact(
        Ids.inPath(id, "pregnancy"), Ids.inPath(contactId, "contact"), viewer, clock.now());
  }

  @PostMapping("/outcome")
  ResponseEntity<Pregnancy> end(
      @AuthenticationPrincipal Viewer viewer,
      @PathVariable String id,
      @RequestBody OutcomeForm form) {
    return answer(pregnancies.end(Ids.inPath(id, "pregnancy"), form, viewer, clock.now()));
  }

  @GetMapping("/schedule")
  Schedule schedule(@AuthenticationPrincipal Viewer viewer, @PathVariable String id) {
    return schedules.ofPregnancy(Ids.inPath(id, "pregnancy"), viewer, clock.now());
  }

  private static ResponseEntity<Pregnancy> answer(Pregnancy pregnancy) {
    return Answers.ok(pregnancy, pregnancy.version());
  }
}
