package io.doula.reminder;

import io.doula.channel.Outcome;
import io.doula.core.Times;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Writes down how an attempt ended, if the claim it belongs to still holds. */
@Component
class Marks {
  private static final Logger log = LoggerFactory.getLogger(Marks.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
  private static final int MAX_DOUBLINGS = 5;

  private final JdbcClient jdbc;

  Marks(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * One statement: the reminder moves on only under this epoch, and the attempt closes only with
   * it.
   *
   * @param epoch the claim under which the outcome was learned
   * @param now the program's time at the end of the attempt
   */
  void close(long reminderId, int number, int epoch, Outcome outcome, Instant now) {
    State state = stateAfter(outcome);
    int changed =
        jdbc.sql(
                """
                with moved as (
                  update reminder
                  set state = :state, why = :why, lease_until = null, claim_at = :claimAt, ended_at = :endedAt
                  where id = :id and epoch = :epoch and state = 'SENDING'
                  returning id)
                update attempt
                set closed_at = :now, outcome = :outcome, provider_id = :providerId, detail = :detail
                where reminder_id in (select id from moved) and number = :number
                """)
            .param("state", state.name())
            .param("why", why(outcome))
            .param("claimAt", Times.utc(now.plus(pause(reminderId, number))))
            .param("endedAt", state == State.RETRY ? null : Times.utc(now))
            .param("id", reminderId)
            .param("epoch", epoch)
            .param("now", Times.utc(now))
            .param("outcome", outcome.kind().name())
            .param("providerId", outcome.providerId())
            .param("detail", outcome.detail())
            .param("number", number)
            .update();
    if (changed == 0) {
      log.warn(
          "reminder {} attempt {}: outcome came after its claim ended, not written",
          reminderId,
          number);
    }
  }

  private static State stateAfter(Outcome outcome) {
    return switch (outcome.kind()) {
      case ACCEPTED -> State.ACCEPTED;
      case REFUSED, BLOCKED -> State.RETRY;
      case REJECTED, UNREACHABLE, STOPPED -> State.FAILED;
      case UNKNOWN -> State.UNKNOWN;
    };
  }

  private static String why(Outcome outcome) {
    @Nullable String detail = outcome.detail();
    return switch (outcome.kind()) {
      case ACCEPTED -> "the provider accepted it";
      case REFUSED, BLOCKED -> "refused before acceptance, to be tried again: " + detail;
      case REJECTED, UNREACHABLE, STOPPED -> "refused for good: " + detail;
      case UNKNOWN -> "it may have been accepted, so it is not repeated: " + detail;
    };
  }

  /**
   * Doubles with each attempt from half a minute to a quarter of an hour, spread by a fifth so that
   * herds part.
   */
  private static Duration pause(long reminderId, int number) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(number - 1, MAX_DOUBLINGS));
    long spread = pause.toMillis() / 5;
    return pause.plusMillis(Math.floorMod(reminderId * 7919 + number, spread));
  }
}
