package io.doula.reminder;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * How the delivery loop is paced.
 *
 * @param tick how often beat and worker look for work ({@code DOULA_TICK})
 * @param lease how long a claim holds ({@code DOULA_LEASE})
 * @param sendTimeout deadline of one provider call ({@code DOULA_SEND_TIMEOUT}); it lies inside the
 *     lease, because a call that outlives its claim could be repeated by another worker
 * @param receiptWait how long an unclear send waits for its receipt ({@code DOULA_RECEIPT_WAIT})
 * @param senders how many messages one worker hands over at once on each channel ({@code
 *     DOULA_SENDERS})
 * @param guardUntil after a restore: what fell due before this instant is held ({@code
 *     DOULA_GUARD_UNTIL}); null in ordinary times
 */
@Component
record DeliverySettings(
    @Value("${DOULA_TICK:PT15S}") Duration tick,
    @Value("${DOULA_LEASE:PT30S}") Duration lease,
    @Value("${DOULA_SEND_TIMEOUT:PT10S}") Duration sendTimeout,
    @Value("${DOULA_RECEIPT_WAIT:PT15M}") Duration receiptWait,
    @Value("${DOULA_SENDERS:96}") int senders,
    @Value("${DOULA_GUARD_UNTIL:#{null}}") @Nullable Instant guardUntil) {

  /** How many messages are claimed together: they are handed over at once and marked together. */
  static final int BATCH = 32;

  /** A call that has not begun so long after its claim is not made under it. */
  private static final Duration LONGEST_WINDOW = Duration.ofSeconds(5);

  DeliverySettings {
    if (tick.isNegative() || tick.isZero()) {
      throw new IllegalStateException("DOULA_TICK must be a positive duration such as PT15S");
    }
    if (sendTimeout.compareTo(lease) >= 0) {
      throw new IllegalStateException(
          "DOULA_SEND_TIMEOUT (%s) must be below DOULA_LEASE (%s)".formatted(sendTimeout, lease));
    }
    if (receiptWait.isNegative()) {
      throw new IllegalStateException("DOULA_RECEIPT_WAIT must be a duration such as PT15M");
    }
    if (senders < 1) {
      throw new IllegalStateException("DOULA_SENDERS must be at least 1");
    }
  }

  /** How long after its claim a call may begin: it ends within the lease then. */
  Duration window() {
    Duration rest = lease.minus(sendTimeout);
    return rest.compareTo(LONGEST_WINDOW) < 0 ? rest : LONGEST_WINDOW;
  }

  /** How many batches of one channel are under way at once. */
  int lanes() {
    return (senders + BATCH - 1) / BATCH;
  }

  /** After so long nothing that was claimed before is still being handed over. */
  Duration handover() {
    return window().plus(sendTimeout);
  }
}
