package io.doula.reminder;

import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * How the delivery loop is paced.
 *
 * @param tick how often beat and worker look for work ({@code DOULA_TICK})
 * @param lease how long a claim holds ({@code DOULA_LEASE})
 * @param sendTimeout deadline of one provider call ({@code DOULA_SEND_TIMEOUT}); it lies inside the
 *     lease, because a call that outlives its claim could be repeated by another worker
 * @param senders how many messages one worker hands over at once ({@code DOULA_SENDERS})
 */
@Component
record DeliverySettings(
    @Value("${DOULA_TICK:PT15S}") Duration tick,
    @Value("${DOULA_LEASE:PT30S}") Duration lease,
    @Value("${DOULA_SEND_TIMEOUT:PT10S}") Duration sendTimeout,
    @Value("${DOULA_SENDERS:8}") int senders) {

  DeliverySettings {
    if (tick.isNegative() || tick.isZero()) {
      throw new IllegalStateException("DOULA_TICK must be a positive duration such as PT15S");
    }
    if (sendTimeout.compareTo(lease) >= 0) {
      throw new IllegalStateException(
          "DOULA_SEND_TIMEOUT (%s) must be below DOULA_LEASE (%s)".formatted(sendTimeout, lease));
    }
    if (senders < 1) {
      throw new IllegalStateException("DOULA_SENDERS must be at least 1");
    }
  }
}
