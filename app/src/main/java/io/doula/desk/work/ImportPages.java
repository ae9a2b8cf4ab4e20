package io.doula.desk.work;

import io.doula.core.Ids;
import io.doula.core.Invalid;
import io.doula.core.Paging;
import io.doula.core.ProgramClock;
import io.doula.core.Role;
import io.doula.core.Viewer;
import io.doula.family.ImportResult;
import io.doula.family.ImportRuns;
import io.doula.family.Imports;
import io.doula.http.CsvAnswer;
import io.doula.http.PageController;
import io.doula.http.Typed;
import io.doula.http.UploadedForm;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Registers: bringing one in, seeing how far it is, and what of it was refused. */
@PageController
@RequestMapping("/app/imports")
class ImportPages {
  private static final String PAGE = "20";
  private static final int SHOWN = 100;

  private final ImportRuns runs;
  private final ProgramClock clock;

  ImportPages(ImportRuns runs, ProgramClock clock) {
    this.runs = runs;
    this.clock = clock;
  }

  @GetMapping
  String list(
      @AuthenticationPrincipal Viewer viewer,
      @RequestParam(required = false) @Nullable String after,
      Model model) {
    model.addAttribute("current", "more");
    model.addAttribute("runs", runs.list(viewer, Paging.of(PAGE, after)));
    model.addAttribute("brings", viewer.role() != Role.VIEWER);
    model.addAttribute("columns", Imports.COLUMNS);
    model.addAttribute("needed", Imports.NEEDED_COLUMNS);
    model.addAttribute("zone", ZoneOffset.UTC);
    return "app/work/imports";
  }

  /** Keeps the file and works through its first lines: a small register is done with that. */
  @PostMapping
  String bring(
      @AuthenticationPrincipal Viewer viewer,
      @RequestParam(required = false) @Nullable String pasted,
      HttpServletRequest request,
      HttpServletResponse response,
      Model model) {
    Instant now = clock.now();
    try {
      long id = runs.begin(register(request, pasted), viewer, now);
      runs.goOn(id, viewer, now);
      return "redirect:/app/imports/" + id;
    } catch (Invalid invalid) {
      MultiValueMap<String, String> typed = new LinkedMultiValueMap<>();
      typed.add("pasted", pasted);
      model.addAttribute("form", Typed.of(typed));
      model.addAttribute("wrong", invalid.errors());
      response.setStatus(HttpStatus.BAD_REQUEST.value());
      return list(viewer, null, model);
    }
  }

  private static byte[] register(HttpServletRequest request, @Nullable String pasted) {
    byte[] file = UploadedForm.file(request, "file");
    if (file != null) {
      return file;
    }
    if (pasted == null || pasted.isBlank()) {
      throw new Invalid("", "choose a file, or paste its lines");
    }
    return pasted.getBytes(StandardCharsets.UTF_8);
  }

  @GetMapping("/template.csv")
  void template(HttpServletResponse response) throws IOException {
    new CsvAnswer(response, "register.csv", Imports.COLUMNS.toArray(String[]::new)).close();
  }

  @GetMapping("/{id}")
  String one(@AuthenticationPrincipal Viewer viewer, @PathVariable String id, Model model) {
    return shown(runs.one(Ids.inPath(id, "import"), viewer), viewer, model);
  }

  private String shown(ImportRuns.Run run, Viewer viewer, Model model) {
    model.addAttribute("current", "more");
    model.addAttribute("run", run);
    model.addAttribute("goesOn", run.goesOnFor(viewer));
    model.addAttribute("live", run.goesOnFor(viewer));
    model.addAttribute("zone", ZoneOffset.UTC);
    model.addAttribute("refusals", runs.refusals(run.id(), viewer, SHOWN));
    return "app/work/import";
  }

  /**
   * The next lines. A page that does this by itself gets how far it is; without script the page.
   */
  @PostMapping("/{id}/on")
  String on(
      @AuthenticationPrincipal Viewer viewer,
      @PathVariable String id,
      @RequestHeader(name = "HX-Request", required = false) @Nullable String byItself,
      Model model,
      HttpServletResponse response) {
    ImportRuns.Run run = runs.goOn(Ids.inPath(id, "import"), viewer, clock.now());
    if (byItself == null) {
      return "redirect:/app/imports/" + run.id();
    }
    if (!run.goesOnFor(viewer)) {
      response.setHeader("HX-Refresh", "true");
    }
    return shown(run, viewer, model) + " :: progress";
  }

  @GetMapping("/{id}/refused.csv")
  void refused(
      @AuthenticationPrincipal Viewer viewer, @PathVariable String id, HttpServletResponse response)
      throws IOException {
    var refusals = runs.refusals(Ids.inPath(id, "import"), viewer, Integer.MAX_VALUE);
    try (CsvAnswer csv = new CsvAnswer(response, "refused.csv", "line", "column", "message")) {
      for (ImportResult.Rejected refusal : refusals) {
        csv.add(refusal.line(), refusal.column(), refusal.message());
      }
    }
  }
}
