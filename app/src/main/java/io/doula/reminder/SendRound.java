package io.doula.reminder;

import io.doula.core.ProgramClock;
import io.doula.core.Sight;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Delivers what is due where nothing lives on afterwards, as in a function: what the lanes of the
 * role worker do, for a while. Any number may run at once, also beside workers.
 *
 * <p>What is left when the time is over waits for the next tick's hint ({@link TickRound}). No hint
 * is given from here: a function that woke itself again and again would be stopped as a runaway
 * loop, by AWS after 16 times.
 */
@Component
public class SendRound {
  private static final Logger log = LoggerFactory.getLogger(SendRound.class);

  /** For a claim before the calls and its marks after them. */
  private static final Duration RESERVE = Duration.ofSeconds(5);

  private static final Duration LEAST = Duration.ofSeconds(2);

  private final Delivery delivery;
  private final ProgramClock clock;
  private final DeliverySettings settings;

  SendRound(Delivery delivery, ProgramClock clock, DeliverySettings settings) {
    this.delivery = delivery;
    this.clock = clock;
    this.settings = settings;
  }

  /**
   * Delivers on these channels, by due time, each with lanes of its own side by side, so that one
   * whose provider hangs delays no other. A channel is done when nothing is due on it, when its
   * provider does not answer, or when its rate has let nothing through for five seconds; all are
   * when there is no time left for another call.
   *
   * @param channels as hints name them; those not set up here are passed over
   * @param timeLeft until the caller must have answered; should be well above {@code
   *     DOULA_SEND_TIMEOUT} and five seconds
   * @return how many reminders were looked at
   * @throws IllegalArgumentException when two seconds are not left
   * @throws org.springframework.dao.DataAccessException when the database does not answer, so that
   *     a channel could not be worked off at all; nothing is lost
   * @throws org.springframework.transaction.TransactionException as well
   */
  public int run(Collection<String> channels, Duration timeLeft) {
    if (timeLeft.compareTo(LEAST) < 0) {
      throw new IllegalArgumentException("no time to send: %s are left".formatted(timeLeft));
    }
    Shift.Time time = new Shift.Time(System.nanoTime() + timeLeft.toNanos(), aCall(timeLeft));
    Set<String> here = new TreeSet<>(channels);
    here.retainAll(delivery.channels());
    Shift shift = new Shift(delivery, clock, settings, time);
    here.forEach(shift::open);
    int looked = shift.close();
    Sight.ALL.run(this::leaveWhatIsDown);
    return looked;
  }

  /**
   * What a call with its claim and its mark may take. Where there is less from the start, what is
   * begun early on is sent all the same: most calls take far less.
   */
  private Duration aCall(Duration timeLeft) {
    Duration call = settings.sendTimeout().plus(RESERVE);
    if (call.compareTo(timeLeft) < 0) {
      return call;
    }
    log.warn(
        "{} are left, and a call may take {} (DOULA_SEND_TIMEOUT and a reserve): give this function"
            + " more time, or a call that is slow is cut off and its outcome unknown",
        timeLeft,
        call);
    return timeLeft.multipliedBy(3).dividedBy(4);
  }

  /** Which provider does not answer is known only where it was called. */
  private void leaveWhatIsDown() {
    if (delivery.channels().stream().anyMatch(delivery::isDown)) {
      delivery.upkeep(clock.now());
    }
  }
}
