package io.doula.reminder;

import io.doula.core.ProgramClock;
import io.doula.core.Sight;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/**
 * One tick where nothing lives on between two of them, as in a function: what the role beat does,
 * and the upkeep that workers do elsewhere. Any number may run at once, also beside the roles.
 *
 * <p>The channels must be set up as they are where messages are sent: what stands on a channel that
 * is not set up here is given to the mother's next one.
 */
@Component
public class TickRound {
  private final Tick tick;
  private final Delivery delivery;
  private final Queueing queueing;
  private final Watch watch;
  private final ProgramClock clock;

  TickRound(Tick tick, Delivery delivery, Queueing queueing, Watch watch, ProgramClock clock) {
    this.tick = tick;
    this.delivery = delivery;
    this.queueing = queueing;
    this.watch = watch;
    this.clock = clock;
  }

  /**
   * What a tick did, and what it saw at its end.
   *
   * @param at the program's time at its end
   * @param planned how many mothers were planned anew
   * @param settled how many reminders upkeep moved: claims of the dead, waits that ended, what went
   *     stale
   * @param hinted how many hints were given
   * @param seen how delivery stands: {@link Watch.Seen#oldestDue}, unknown and failed ones
   */
  public record Done(Instant at, int planned, int settled, int hinted, Watch.Seen seen) {}

  /**
   * Plans what time alone has changed, settles what dead workers left, and gives hints for what is
   * due. What there is no time for is left to the next tick; hints are given in any case.
   *
   * @param timeLeft until the caller must have answered
   * @throws org.springframework.dao.DataAccessException when the database does not answer; the next
   *     tick does what this one could not
   * @throws org.springframework.transaction.TransactionException as well
   */
  public Done run(Duration timeLeft) {
    return Sight.ALL.get(() -> round(timeLeft));
  }

  private Done round(Duration timeLeft) {
    Reading start = Reading.of(clock);
    Duration planning = timeLeft.dividedBy(2);
    int planned = tick.run(start.now(), () -> start.ago().get().compareTo(planning) < 0);
    int settled = settle(start, timeLeft.multipliedBy(3).dividedBy(4));
    Instant now = clock.now();
    int hinted = queueing.queueDueAndRemind(now);
    return new Done(now, planned, settled, hinted, watch.look(now));
  }

  private int settle(Reading start, Duration until) {
    int total = 0;
    int some;
    do {
      some = delivery.upkeep(clock.now());
      total += some;
    } while (some > 0 && start.ago().get().compareTo(until) < 0);
    return total;
  }
}
