package io.doula.reminder;

import io.doula.core.ProgramClock;
import io.doula.queue.Hint;
import io.doula.queue.Wakeups;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The role worker: delivers what is due, batch after batch, and looks again every {@code
 * DOULA_TICK}. Each channel has lanes of its own, so that one whose provider hangs delays no other.
 */
@Component
class Worker extends RoleThreads {
  /** Short, so that stopping need not interrupt it. */
  private static final Duration LISTEN = Duration.ofSeconds(1);

  private final Delivery delivery;
  private final ProgramClock clock;
  private final DeliverySettings settings;
  private final Wakeups wakeups;
  private final Presence presence;

  Worker(
      Delivery delivery,
      ProgramClock clock,
      DeliverySettings settings,
      Wakeups wakeups,
      Presence presence,
      @Value("${DOULA_ROLES:web,worker,beat}") Set<String> roles) {
    super("worker", roles);
    this.delivery = delivery;
    this.clock = clock;
    this.settings = settings;
    this.wakeups = wakeups;
    this.presence = presence;
  }

  @Override
  List<Loop> threads() {
    Map<String, List<Loop>> lanes = new LinkedHashMap<>();
    delivery.channels().forEach(channel -> lanes.put(channel, lanes(channel)));
    List<Loop> threads = new ArrayList<>();
    threads.add(new Loop("upkeep", settings.tick(), this::upkeep));
    lanes.values().forEach(threads::addAll);
    if (wakeups.carries()) {
      threads.add(new Loop("wake-ups", settings.tick(), () -> wake(lanes)));
    }
    return threads;
  }

  private List<Loop> lanes(String channel) {
    return IntStream.rangeClosed(1, settings.lanes())
        .mapToObj(
            lane ->
                new Loop(
                    channel + "-" + lane,
                    settings.tick(),
                    () -> delivery.deliver(channel, Reading.of(clock)).pause()))
        .toList();
  }

  private Duration upkeep() {
    Instant now = clock.now();
    presence.show(Presence.WORKER, now);
    return delivery.upkeep(now) > 0 ? Duration.ZERO : settings.tick();
  }

  /** A hint names reminders, but the lanes claim by due time: what waited longer goes first. */
  private Duration wake(Map<String, List<Loop>> lanes) throws InterruptedException {
    Optional<Wakeups.Wake> wake = wakeups.take(LISTEN);
    if (wake.isPresent()) {
      wake.get().hints().stream()
          .map(Hint::channel)
          .distinct()
          .forEach(channel -> lanes.getOrDefault(channel, List.of()).forEach(Loop::wake));
      wake.get().done();
    }
    return Duration.ZERO;
  }
}
