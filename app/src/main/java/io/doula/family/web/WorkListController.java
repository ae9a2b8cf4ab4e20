package io.doula.family.web;

import io.doula.core.Page;
import io.doula.core.Paging;
import io.doula.core.ProgramClock;
import io.doula.core.Viewer;
import io.doula.family.WorkItem;
import io.doula.family.WorkList;
import io.doula.http.CsvAnswer;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The staff's work list over HTTP, as JSON or as a table for a spreadsheet. */
@RestController
class WorkListController {
  private static final String MOST = "500";

  private final WorkList workList;
  private final ProgramClock clock;

  WorkListController(WorkList workList, ProgramClock clock) {
    this.workList = workList;
    this.clock = clock;
  }

  /** CSV holds the whole list, unless a limit is given. */
  @GetMapping(
      path = "/api/visits",
      produces = {MediaType.APPLICATION_JSON_VALUE, CsvAnswer.TEXT_CSV})
  @Nullable ResponseEntity<Page<WorkItem>> list(
      @AuthenticationPrincipal Viewer viewer,
      @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept,
      @RequestParam(required = false) @Nullable String clinic,
      @RequestParam(required = false) @Nullable String status,
      @RequestParam(required = false) @Nullable String limit,
      @RequestParam(required = false) @Nullable String after,
      HttpServletResponse response)
      throws IOException {
    Instant now = clock.now();
    if (!CsvAnswer.isWanted(accept)) {
      Page<WorkItem> page = workList.list(viewer, clinic, status, Paging.of(limit, after), now);
      return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(page);
    }
    Page<WorkItem> page =
        workList.list(viewer, clinic, status, Paging.of(limit == null ? MOST : limit, after), now);
    try (WorkListTable table = new WorkListTable(response)) {
      table.add(page.items());
      while (limit == null && page.next() != null) {
        page = workList.list(viewer, clinic, status, Paging.of(MOST, page.next()), now);
        table.add(page.items());
      }
    }
    return null;
  }
}
