package io.doula.reminder;

import io.doula.core.ProgramClock;
import java.util.Set;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The role beat: a tick every {@code DOULA_TICK}. Needs no leader, because ticks are safe beside
 * each other.
 */
@Component
class Beat extends Loop {
  private final Tick tick;
  private final ProgramClock clock;

  Beat(
      Tick tick,
      ProgramClock clock,
      DeliverySettings settings,
      @Value("${DOULA_ROLES:web,worker,beat}") Set<String> roles) {
    super("beat", roles, settings.tick());
    this.tick = tick;
    this.clock = clock;
  }

  @Override
  boolean round() {
    tick.run(clock.now());
    return false;
  }
}
