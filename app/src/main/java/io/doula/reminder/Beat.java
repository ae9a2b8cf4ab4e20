package io.doula.reminder;

import io.doula.core.ProgramClock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The role beat: a tick every {@code DOULA_TICK}. Needs no leader, because ticks are safe beside
 * each other.
 */
@Component
class Beat extends RoleThreads {
  private final Tick tick;
  private final ProgramClock clock;
  private final DeliverySettings settings;
  private final Queueing queueing;

  Beat(
      Tick tick,
      ProgramClock clock,
      DeliverySettings settings,
      Queueing queueing,
      @Value("${DOULA_ROLES:web,worker,beat}") Set<String> roles) {
    super("beat", roles);
    this.tick = tick;
    this.clock = clock;
    this.settings = settings;
    this.queueing = queueing;
  }

  @Override
  List<Loop> threads() {
    return List.of(
        new Loop(
            "beat",
            settings.tick(),
            () -> {
              Instant now = clock.now();
              tick.run(now);
              queueing.queueDue(now);
              return settings.tick();
            }));
  }
}
