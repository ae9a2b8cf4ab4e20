package io.doula.family.web;

import io.doula.core.Ids;
import io.doula.core.Page;
import io.doula.core.Paging;
import io.doula.core.ProgramClock;
import io.doula.core.Viewer;
import io.doula.family.Clinic;
import io.doula.family.ClinicForm;
import io.doula.family.Clinics;
import io.doula.http.Patches;
import io.doula.http.Versions;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
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
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Clinics over HTTP; only an ADMIN gets through to the writes. */
@RestController
@RequestMapping("/api/clinics")
class ClinicsController {
  private final Clinics clinics;
  private final Patches patches;
  private final ProgramClock clock;

  ClinicsController(Clinics clinics, Patches patches, ProgramClock clock) {
    this.clinics = clinics;
    this.patches = patches;
    this.clock = clock;
  }

  @GetMapping
  Page<Clinic> list(
      @AuthenticationPrincipal Viewer viewer,
      @RequestParam(required = false) @Nullable String limit,
      @RequestParam(required = false) @Nullable String after) {
    return clinics.list(viewer, Paging.of(limit, after));
  }

  @PostMapping
  ResponseEntity<Clinic> add(@AuthenticationPrincipal Viewer viewer, @RequestBody ClinicForm form) {
    Clinic clinic = clinics.add(form, viewer, clock.now());
    return Answers.created("/api/clinics/" + clinic.id(), clinic, clinic.version());
  }

  @GetMapping("/{id}")
  ResponseEntity<Clinic> one(@AuthenticationPrincipal Viewer viewer, @PathVariable String id) {
    Clinic clinic = clinics.one(Ids.inPath(id, "clinic"), viewer);
    return Answers.ok(clinic, clinic.version());
  }

  @PatchMapping("/{id}")
  ResponseEntity<Clinic> change(
      @AuthenticationPrincipal Viewer viewer,
      @PathVariable String id,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @RequestBody JsonNode sent) {
    Clinic clinic =
        clinics.change(
            Ids.inPath(id, "clinic"),
            version -> Versions.check(ifMatch, version),
            stored -> patches.over(stored, sent, ClinicForm.class),
            viewer,
            clock.now());
    return Answers.ok(clinic, clinic.version());
  }
}
