package io.doula.home;

import io.doula.core.ProgramClock;
import io.doula.http.Problem;
import io.doula.http.Problems;
import io.doula.reminder.Watch;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
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

  private final Watch watch;
  private final ProgramClock clock;
  private final Problems problems;
  private final String version;

  HealthController(
      Watch watch,
      ProgramClock clock,
      Problems problems,
      @Value("${doula.version}") String version) {
    this.watch = watch;
    this.clock = clock;
    this.problems = problems;
    this.version = version;
  }

  enum State {
    UP,
    DOWN
  }

  /**
   * What is well. It is for anyone: it counts no mothers, and why a provider blocks something is
   * for those who sign in (/api/delivery).
   *
   * @param status UP: the database answers, and so does this
   * @param delivery DOWN: something due has waited for over five minutes, and nobody claims
   * @param unknown reminders of uncertain outcome, counted up to 1000
   * @param failedLastDay reminders that failed within a day, counted up to 1000
   */
  record Report(
      State status,
      State delivery,
      long oldestDueSeconds,
      String version,
      List<ChannelReport> channels,
      int unknown,
      int failedLastDay) {}

  /**
   * A channel.
   *
   * @param name {@code none}: reminders whose mother no channel that is set up reaches
   * @param state as this process sees it; OFF: not set up
   * @param blocked message sets that its provider does not let us send, {@code *} for all
   */
  record ChannelReport(
      String name, Watch.ChannelState state, long oldestDueSeconds, List<String> blocked) {
    static ChannelReport of(Watch.OnChannel seen) {
      return new ChannelReport(
          seen.name(), seen.state(), seen.oldestDue().toSeconds(), seen.blocked());
    }
  }

  @GetMapping("/health")
  Report health() {
    Watch.Seen seen = watch.look(clock.now());
    return new Report(
        State.UP,
        seen.isDown() ? State.DOWN : State.UP,
        seen.oldestDue().toSeconds(),
        version,
        seen.channels().stream().map(ChannelReport::of).toList(),
        seen.unknown(),
        seen.failed());
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
