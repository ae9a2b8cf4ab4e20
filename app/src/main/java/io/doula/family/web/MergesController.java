package io.doula.family.web;

import io.doula.core.Ids;
import io.doula.core.Page;
import io.doula.core.Paging;
import io.doula.core.ProgramClock;
import io.doula.core.Viewer;
import io.doula.family.Duplicates;
import io.doula.family.Merge;
import io.doula.family.MergeForm;
import io.doula.family.Merging;
import io.doula.http.NoFields;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Mothers who were registered twice: proposed, put together, parted. */
@RestController
class MergesController {
  private final Duplicates duplicates;
  private final Merging merging;
  private final ProgramClock clock;

  MergesController(Duplicates duplicates, Merging merging, ProgramClock clock) {
    this.duplicates = duplicates;
    this.merging = merging;
    this.clock = clock;
  }

  @GetMapping("/api/duplicates")
  Page<Duplicates.Candidate> list(
      @AuthenticationPrincipal Viewer viewer,
      @RequestParam(required = false) @Nullable String clinic,
      @RequestParam(required = false) @Nullable String limit,
      @RequestParam(required = false) @Nullable String after) {
    return duplicates.list(viewer, clinic, Paging.of(limit, after), clock.now());
  }

  /** Keeps the one in the path. */
  @PostMapping("/api/mothers/{id}/merge")
  @ResponseStatus(HttpStatus.CREATED)
  ResponseEntity<Merge> merge(
      @AuthenticationPrincipal Viewer viewer,
      @PathVariable String id,
      @RequestBody MergeForm form) {
    Merge merge = merging.merge(Ids.inPath(id, "mother"), form, viewer, clock.now());
    return ResponseEntity.status(HttpStatus.CREATED)
        .header("Location", "/api/merges/" + merge.id())
        .body(merge);
  }

  /** Two who are two. */
  record NotSame(@Nullable String as) {}

  @PostMapping("/api/mothers/{id}/not-same")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void notSame(
      @AuthenticationPrincipal Viewer viewer, @PathVariable String id, @RequestBody NotSame form) {
    duplicates.notSame(Ids.inPath(id, "mother"), form.as(), viewer, clock.now());
  }

  @GetMapping("/api/merges/{id}")
  Merge one(@AuthenticationPrincipal Viewer viewer, @PathVariable String id) {
    return merging.one(Ids.inPath(id, "merge"), viewer, clock.now());
  }

  /** The two who are there again. */
  record Parted(List<String> motherIds) {}

  @PostMapping("/api/merges/{id}/undo")
  Parted undo(
      @AuthenticationPrincipal Viewer viewer,
      @PathVariable String id,
      @RequestBody(required = false) @Nullable NoFields nothing) {
    return new Parted(merging.undo(Ids.inPath(id, "merge"), viewer, clock.now()));
  }
}
