package io.doula.family.web;

import io.doula.core.Ids;
import io.doula.core.ProgramClock;
import io.doula.core.Viewer;
import io.doula.family.Babies;
import io.doula.family.Baby;
import io.doula.family.BabyForm;
import io.doula.family.Contact;
import io.doula.family.DayForm;
import io.doula.family.Dose;
import io.doula.family.Schedule;
import io.doula.family.Schedules;
import io.doula.http.Patches;
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
import tools.jackson.databind.JsonNode;

/** Babies over HTTP. */
@RestController
@RequestMapping("/api/babies")
class BabiesController {
  private final Babies babies;
  private final Schedules schedules;
  private final Patches patches;
  private final ProgramClock clock;

  BabiesController(Babies babies, Schedules schedules, Patches patches, ProgramClock clock) {
    this.babies = babies;
    this.schedules = schedules;
    this.patches = patches;
    this.clock = clock;
  }

  @PostMapping
  ResponseEntity<Baby> add(@AuthenticationPrincipal Viewer viewer, @RequestBody BabyForm form) {
    Baby baby = babies.add(form, viewer, clock.now());
    return Answers.created("/api/babies/" + baby.id(), baby, baby.version());
  }

  @GetMapping("/{id}")
  ResponseEntity<Baby> one(@AuthenticationPrincipal Viewer viewer, @PathVariable String id) {
    return answer(babies.one(baby(id), viewer, clock.now()));
  }

  @PatchMapping("/{id}")
  ResponseEntity<Baby> change(
      @AuthenticationPrincipal Viewer viewer,
      @PathVariable String id,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @RequestBody JsonNode sent) {
    return answer(
        babies.change(
            baby(id),
            version -> Versions.check(ifMatch, version),
            stored -> patches.over(stored, sent, BabyForm.class),
            viewer,
            clock.now()));
  }

  @PostMapping("/{id}/doses")
  ResponseEntity<Dose> giveDose(
      @AuthenticationPrincipal Viewer viewer,
      @PathVariable String id,
      @RequestBody Dose.Form form) {
    return Answers.recorded(babies.giveDose(baby(id), form, viewer, clock.now()));
  }

  @DeleteMapping("/{id}/doses/{doseId}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void takeBackDose(
      @AuthenticationPrincipal Viewer viewer,
      @PathVariable String id,
      @PathVariable String doseId) {
    babies.takeBackDose(baby(id), Ids.inPath(doseId, "dose"), viewer, clock.now());
  }

  @PostMapping("/{id}/contacts")
  ResponseEntity<Contact> attend(
      @AuthenticationPrincipal Viewer viewer, @PathVariable String id, @RequestBody DayForm form) {
    return Answers.recorded(babies.attend(baby(id), form, viewer, clock.now()));
  }

  @DeleteMapping("/{id}/contacts/{contactId}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void takeBackContact(
      @AuthenticationPrincipal Viewer viewer,
      @PathVariable String id,
      @PathVariable String contactId) {
    babies.takeBackContact(baby(id), Ids.inPath(contactId, "contact"), viewer, clock.now());
  }

  @PostMapping("/{id}/death")
  ResponseEntity<Baby> die(
      @AuthenticationPrincipal Viewer viewer, @PathVariable String id, @RequestBody DayForm form) {
    return answer(babies.die(baby(id), form, viewer, clock.now()));
  }

  @GetMapping("/{id}/schedule")
  Schedule schedule(@AuthenticationPrincipal Viewer viewer, @PathVariable String id) {
    return schedules.ofBaby(baby(id), viewer, clock.now());
  }

  private static long baby(String id) {
    return Ids.inPath(id, "baby");
  }

  private static ResponseEntity<Baby> answer(Baby baby) {
    return Answers.ok(baby, baby.version());
  }
}
