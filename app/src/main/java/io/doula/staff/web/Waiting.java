package io.doula.staff.web;

import io.doula.http.Problem;
import io.doula.http.Problems;
import io.doula.staff.TooManySignIns;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.ui.Model;

/** Says how long whoever tried too often has to wait. */
final class Waiting {
  private Waiting() {}

  /** To a program. */
  static void answer(
      TooManySignIns tooMany,
      Problems problems,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(tooMany.retryAfterSeconds()));
    problems.write(
        request, response, Problem.of(HttpStatus.TOO_MANY_REQUESTS, tooMany.getMessage()));
  }

  /** On a page. */
  static void say(TooManySignIns tooMany, HttpServletResponse response, Model model) {
    response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
    response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(tooMany.retryAfterSeconds()));
    model.addAttribute("minutes", (tooMany.retryAfterSeconds() + 59) / 60);
  }
}
