package io.doula.reminder;

import io.doula.core.ProgramClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The role worker: delivers what is due, batch after batch, and looks again every {@code
 * DOULA_TICK}. Each channel has lanes of its own, so that one whose provider hangs delays no other.
 */
@Component
class Worker extends RoleThreads {
  private final Delivery delivery;
  private final ProgramClock clock;
  private final DeliverySettings settings;

  Worker(
      Delivery delivery,
      ProgramClock clock,
      DeliverySettings settings,
      @Value("${DOULA_ROLES:web,worker,beat}") Set<String> roles) {
    super("worker", roles);
    this.delivery = delivery;
    this.clock = clock;
    this.settings = settings;
  }

  @Override
  List<Loop> threads() {
    List<Loop> threads = new ArrayList<>();
    threads.add(new Loop("upkeep", settings.tick(), this::upkeep));
    int lanes = settings.lanes();
    for (String channel : delivery.channels()) {
      for (int lane = 1; lane <= lanes; lane++) {
        threads.add(
            new Loop(
                channel + "-" + lane,
                settings.tick(),
                () -> delivery.deliver(channel, Reading.of(clock)).pause()));
      }
    }
    return threads;
  }

  private Duration upkeep() {
    return delivery.upkeep(clock.now()) > 0 ? Duration.ZERO : settings.tick();
  }
}
