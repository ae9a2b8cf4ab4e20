package io.doula.reminder;

import io.doula.core.Sight;
import io.doula.family.FamilyChanged;
import io.doula.family.StoppedBefore;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * The promise that from the 2xx on nothing more is handed to a provider: after a change is
 * committed, its answer waits for the messages to these mothers that were being handed over at that
 * moment. What waited was cancelled with the change itself.
 */
@Component
class Stops {
  private static final Logger log = LoggerFactory.getLogger(Stops.class);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  private final JdbcClient jdbc;
  private final Duration patience;

  Stops(JdbcClient jdbc, DeliverySettings settings) {
    this.jdbc = jdbc;
    this.patience = settings.handover();
  }

  /**
   * Reads on the connection of the change itself, which is still held: a second one could be
   * missing.
   */
  @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
  void awaitHandovers(FamilyChanged change) {
    if (!change.byTime()) {
      awaitHandovers(change.motherIds().toArray(Long[]::new));
    }
  }

  /** A second stop may be answered while the first still waits. */
  @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
  void awaitHandovers(StoppedBefore stop) {
    awaitHandovers(new Long[] {stop.motherId()});
  }

  /** The program's own promise, and no reading of hers: whatever the one who changed it sees. */
  private void awaitHandovers(Long[] ids) {
    Sight.ALL.run(() -> awaitHandoversOf(ids));
  }

  private void awaitHandoversOf(Long[] ids) {
    long giveUp = System.nanoTime() + patience.toNanos();
    try {
      while (handingOver(ids)) {
        if (System.nanoTime() > giveUp) {
          log.warn(
              "a message is still being handed over after {}: answering all the same", patience);
          return;
        }
        Thread.sleep(LOOK_AGAIN.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (DataAccessException e) {
      log.warn("could not look for messages being handed over; the change itself is committed", e);
    }
  }

  private boolean handingOver(Long[] ids) {
    return jdbc.sql(
            """
            select exists (
              select from reminder where mother_id = any(:ids) and state = 'SENDING')
            """)
        .param("ids", ids)
        .query(Boolean.class)
        .single();
  }
}
