package io.doula.home;

import io.doula.core.ProgramClock;
import io.doula.http.PageController;
import io.doula.reminder.Watch;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataAccessException;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The homepage: what Doula is, how it is, where to sign in. */
@PageController
class HomeController {
  private final Watch watch;
  private final ProgramClock clock;
  private final String version;

  HomeController(Watch watch, ProgramClock clock, @Value("${doula.version}") String version) {
    this.watch = watch;
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
      return watch.look(clock.now()).isDown() ? "late" : "up";
    } catch (DataAccessException e) {
      return "down";
    }
  }
}
