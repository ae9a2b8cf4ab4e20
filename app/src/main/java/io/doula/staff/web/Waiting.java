package io.doula.staff.web;

import io.doula.staff.TooManySignIns;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.ui.Model;

/** Says on a page how long whoever tried too often has to wait. */
final class Waiting {
  private Waiting() {}

  static void say(TooManySignIns tooMany, HttpServletResponse response, Model model) {
    response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
    response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(tooMany.retryAfterSeconds()));
    model.addAttribute("minutes", (tooMany.retryAfterSeconds() + 59) / 60);
  }
}
