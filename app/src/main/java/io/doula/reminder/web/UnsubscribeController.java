package io.doula.reminder.web;

import io.doula.core.ProgramClock;
import io.doula.core.Sight;
import io.doula.http.PageController;
import io.doula.reminder.Unsubscribing;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * Ends messages by a link, without a login. Reading the page ends nothing, because mail scanners
 * open links; the button, and a mail program's own one (RFC 8058), do.
 */
@PageController
@RequestMapping("/unsubscribe/{token}")
class UnsubscribeController {
  private final Unsubscribing unsubscribing;
  private final ProgramClock clock;

  UnsubscribeController(Unsubscribing unsubscribing, ProgramClock clock) {
    this.unsubscribing = unsubscribing;
    this.clock = clock;
  }

  @GetMapping
  String ask(@PathVariable String token, Model model) {
    unsubscribing.read(token);
    model.addAttribute("stopped", false);
    return "unsubscribe";
  }

  @PostMapping
  String stop(@PathVariable String token, Model model) {
    // the link is hers, whoever opens it
    Sight.ALL.run(() -> unsubscribing.stop(token, clock.now()));
    model.addAttribute("stopped", true);
    return "unsubscribe";
  }
}
