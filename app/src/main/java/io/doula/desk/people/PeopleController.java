package io.doula.desk.people;

import io.doula.core.Paging;
import io.doula.core.ProgramClock;
import io.doula.core.Viewer;
import io.doula.family.Clinics;
import io.doula.family.People;
import io.doula.http.PageController;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

/** Finding people. */
@PageController
class PeopleController {
  private static final int LAST_PAGE = 10_000;

  private final People people;
  private final Clinics clinics;
  private final ProgramClock clock;

  PeopleController(People people, Clinics clinics, ProgramClock clock) {
    this.people = people;
    this.clinics = clinics;
    this.clock = clock;
  }

  /**
   * @param live there when a script asks for the list alone, while somebody types
   */
  @GetMapping("/app/people")
  String find(
      @AuthenticationPrincipal Viewer viewer,
      @RequestParam(required = false) @Nullable String q,
      @RequestParam(required = false) @Nullable String clinic,
      @RequestParam(required = false) @Nullable String group,
      @RequestParam(required = false) @Nullable String page,
      @RequestHeader(name = "HX-Request", required = false) @Nullable String live,
      Model model) {
    Instant now = clock.now();
    String wantedClinic = clinic == null || clinic.isBlank() ? null : clinic;
    model.addAttribute("current", "people");
    model.addAttribute("live", true);
    model.addAttribute("q", q == null ? "" : q);
    model.addAttribute("clinic", wantedClinic);
    model.addAttribute("group", group == null ? "" : group.toLowerCase(java.util.Locale.ROOT));
    model.addAttribute("clinics", clinics.list(viewer, Paging.of("500", null)).items());
    model.addAttribute("words", Words.of(model, LocalDate.ofInstant(now, ZoneOffset.UTC)));
    model.addAttribute(
        "found", people.find(viewer, q, wantedClinic, People.Group.read(group), page(page), now));
    return live == null ? "app/people/find" : "app/people/find :: found";
  }

  private static int page(@Nullable String text) {
    return text != null && text.matches("[1-9][0-9]{0,4}")
        ? Math.min(Integer.parseInt(text), LAST_PAGE)
        : 1;
  }
}
