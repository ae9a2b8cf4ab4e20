package io.doula.home;

import io.doula.core.ProgramClock;
import io.doula.http.PageController;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataAccessException;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The homepage: what Doula is, how it is, where to sign in. */
@PageController
class HomeController {
  private final Health health;
  private final ProgramClock clock;
  private final String version;

  HomeController(Health health, ProgramClock clock, @Value("${doula.version}") String version) {
    this.health = health;
    this.clock = clock;
    this.version = version;
  }

  @GetMapping("/")
  String home(Model model) {
    model.addAttribute("state", state());
    model.addAttribute("version", version);
    return "home";
  }

  private String state() {
    try {
      return health.oldestDue(clock.now()).compareTo(Health.PATIENCE) > 0 ? "late" : "up";
    } catch (DataAccessException e) {
      return "down";
    }
  }
}
