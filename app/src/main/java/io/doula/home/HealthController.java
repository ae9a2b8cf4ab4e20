package io.doula.home;

import io.doula.core.ProgramClock;
import io.doula.http.Problem;
import io.doula.http.Problems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** For load balancers and alarms. */
@RestController
class HealthController {
  private static final Logger log = LoggerFactory.getLogger(HealthController.class);

  private final Health health;
  private final ProgramClock clock;
  private final Problems problems;
  private final String version;

  HealthController(
      Health health,
      ProgramClock clock,
      Problems problems,
      @Value("${doula.version}") String version) {
    this.health = health;
    this.clock = clock;
    this.problems = problems;
    this.version = version;
  }

  enum State {
    UP,
    DOWN
  }

  /**
   * What is well.
   *
   * @param status UP: the database answers, and so does this
   * @param delivery DOWN: something due has waited for a worker for over five minutes
   */
  record Report(State status, State delivery, long oldestDueSeconds, String version) {}

  @GetMapping("/health")
  Report health() {
    Duration oldest = health.oldestDue(clock.now());
    State delivery = oldest.compareTo(Health.PATIENCE) > 0 ? State.DOWN : State.UP;
    return new Report(State.UP, delivery, oldest.toSeconds(), version);
  }

  @GetMapping("/health/delivery")
  Report delivery(HttpServletResponse response) {
    Report report = health();
    if (report.delivery() == State.DOWN) {
      response.setStatus(HttpStatus.SERVICE_UNAVAILABLE.value());
    }
    return report;
  }

  @ExceptionHandler({DataAccessException.class, TransactionException.class})
  void answer(RuntimeException fault, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    log.warn("the database does not answer: {}", fault.getClass().getSimpleName());
    problems.write(
        request,
        response,
        Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "the database does not answer"));
  }
}
