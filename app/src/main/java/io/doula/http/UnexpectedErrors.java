package io.doula.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerMapping;

/** Answers what nobody foresaw with 500 and an id under which the log tells more. */
@Component
class UnexpectedErrors {
  private static final Logger log = LoggerFactory.getLogger(UnexpectedErrors.class);

  private final Problems problems;

  UnexpectedErrors(Problems problems) {
    this.problems = problems;
  }

  void answer(Throwable thrown, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String correlationId = UUID.randomUUID().toString();
    // the pattern, not the path: a path may hold what is nobody's to read, such as a token
    Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
    log.error(
        "{} {} failed, correlation id {}", request.getMethod(), pattern, correlationId, thrown);
    problems.write(request, response, Problem.unexpected(correlationId));
  }
}
