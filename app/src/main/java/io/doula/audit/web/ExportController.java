package io.doula.audit.web;

import io.doula.audit.Export;
import io.doula.core.Ids;
import io.doula.core.ProgramClock;
import io.doula.core.Viewer;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** All that is held about one person, as a file. */
@RestController
class ExportController {
  private final Export export;
  private final ProgramClock clock;

  ExportController(Export export, ProgramClock clock) {
    this.export = export;
    this.clock = clock;
  }

  @GetMapping("/api/mothers/{id}/export")
  ResponseEntity<Map<String, Object>> of(
      @AuthenticationPrincipal Viewer viewer, @PathVariable String id) {
    long mother = Ids.inPath(id, "mother");
    return ResponseEntity.ok()
        .header(
            HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"mother-" + mother + ".json\"")
        .body(export.of(mother, viewer, clock.now()));
  }
}
