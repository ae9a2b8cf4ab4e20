package io.doula.reminder;

import io.doula.core.ProgramClock;
import java.util.Set;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The role worker: delivers what is due, batch after batch, and looks again every {@code
 * DOULA_TICK}.
 */
@Component
class Worker extends Loop {
  private final Delivery delivery;
  private final ProgramClock clock;

  Worker(
      Delivery delivery,
      ProgramClock clock,
      DeliverySettings settings,
      @Value("${DOULA_ROLES:web,worker,beat}") Set<String> roles) {
    super("worker", roles, settings.tick());
    this.delivery = delivery;
    this.clock = clock;
  }

  @Override
  boolean round() {
    return delivery.deliverDue(clock.now()) > 0;
  }
}
