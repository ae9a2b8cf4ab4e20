package io.doula.family.web;

import io.doula.core.Ids;
import io.doula.core.Page;
import io.doula.core.Paging;
import io.doula.core.ProgramClock;
import io.doula.core.Viewer;
import io.doula.family.Contact;
import io.doula.family.DayForm;
import io.doula.family.DeathForm;
import io.doula.family.Erasure;
import io.doula.family.Mother;
import io.doula.family.MotherForm;
import io.doula.family.Mothers;
import io.doula.family.Pregnancies;
import io.doula.family.Pregnancy;
import io.doula.family.PregnancyForm;
import io.doula.http.NoFields;
import io.doula.http.Patches;
import io.doula.http.Versions;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Mothers over HTTP, and what begins with a mother. */
@RestController
@RequestMapping("/api/mothers")
class MothersController {
  private final Mothers mothers;
  private final Pregnancies pregnancies;
  private final Erasure erasure;
  private final Patches patches;
  private final ProgramClock clock;

  MothersController(
      Mothers mothers,
      Pregnancies pregnancies,
      Erasure erasure,
      Patches patches,
      ProgramClock clock) {
    this.erasure = erasure;
    this.mothers = mothers;
    this.pregnancies = pregnancies;
    this.patches = patches;
    this.clock = clock;
  }

  @GetMapping
  Page<Mother> list(
      @AuthenticationPrincipal Viewer viewer,
      @RequestParam(required = false) @Nullable String clinic,
      @RequestParam(required = false) @Nullable String q,
      @RequestParam(required = false) @Nullable String limit,
      @RequestParam(required = false) @Nullable String after) {
    return mothers.list(viewer, clinic, q, Paging.of(limit, after), clock.now());
  }

  @PostMapping
  ResponseEntity<Mother.WithFamily> add(
      @AuthenticationPrincipal Viewer viewer, @RequestBody MotherForm form) {
    Mother.WithFamily added = mothers.add(form, viewer, clock.now());
    return Answers.created("/api/mothers/" + added.mother().id(), added, added.mother().version());
  }

  @GetMapping("/{id}")
  ResponseEntity<Mother.WithFamily> one(
      @AuthenticationPrincipal Viewer viewer, @PathVariable String id) {
    return answer(mothers.one(Ids.inPath(id, "mother"), viewer, clock.now()));
  }

  @PatchMapping("/{id}")
  ResponseEntity<Mother.WithFamily> change(
      @AuthenticationPrincipal Viewer viewer,
      @PathVariable String id,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @RequestBody JsonNode sent) {
    return answer(
        mothers.change(
            Ids.inPath(id, "mother"),
            version -> Versions.check(ifMatch, version),
            stored -> patches.over(stored, sent, MotherForm.class),
            viewer,
            clock.now()));
  }

  @PostMapping("/{id}/opt-out")
  ResponseEntity<Mother.WithFamily> optOut(
      @AuthenticationPrincipal Viewer viewer,
      @PathVariable String id,
      @RequestBody(required = false) @Nullable NoFields nothing) {
    return answer(mothers.optOut(Ids.inPath(id, "mother"), viewer, clock.now()));
  }

  @PostMapping("/{id}/opt-in")
  ResponseEntity<Mother.WithFamily> optIn(
      @AuthenticationPrincipal Viewer viewer,
      @PathVariable String id,
      @RequestBody(required = false) @Nullable NoFields nothing) {
    return answer(mothers.optIn(Ids.inPath(id, "mother"), viewer, clock.now()));
  }

  /** An ADMIN's; it can't be undone, and afterwards she is not there for anybody. */
  @PostMapping("/{id}/erase")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void erase(
      @AuthenticationPrincipal Viewer viewer,
      @PathVariable String id,
      @RequestBody(required = false) @Nullable NoFields nothing) {
    erasure.erase(Ids.inPath(id, "mother"), viewer, clock.now());
  }

  @PostMapping("/{id}/death")
  ResponseEntity<Mother.WithFamily> die(
      @AuthenticationPrincipal Viewer viewer,
      @PathVariable String id,
      @RequestBody DeathForm form) {
    return answer(mothers.die(Ids.inPath(id, "mother"), form, viewer, clock.now()));
  }

  @PostMapping("/{id}/pregnancies")
  @ResponseStatus(HttpStatus.CREATED)
  ResponseEntity<Pregnancy> begin(
      @AuthenticationPrincipal Viewer viewer,
      @PathVariable String id,
      @RequestBody PregnancyForm form) {
    Pregnancy begun = pregnancies.begin(Ids.inPath(id, "mother"), form, viewer, clock.now());
    return Answers.created("/api/pregnancies/" + begun.id(), begun, begun.version());
  }

  @PostMapping("/{id}/postnatal-contacts")
  ResponseEntity<Contact> attendPostnatal(
      @AuthenticationPrincipal Viewer viewer, @PathVariable String id, @RequestBody DayForm form) {
    return Answers.recorded(
        pregnancies.attendPostnatal(Ids.inPath(id, "mother"), form, viewer, clock.now()));
  }

  private static ResponseEntity<Mother.WithFamily> answer(Mother.WithFamily found) {
    return Answers.ok(found, found.mother().version());
  }
}
