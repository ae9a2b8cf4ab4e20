package io.doula.reminder;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.springframework.context.SmartLifecycle;

/** The threads of a role, which run where the role is wanted. */
abstract class RoleThreads implements SmartLifecycle {
  /** For all its threads together: systemd ends the process after 25 seconds. */
  private static final Duration DRAIN = Duration.ofSeconds(20);

  private final boolean wanted;
  private volatile List<Loop> running = List.of();

  RoleThreads(String role, Set<String> roles) {
    this.wanted = roles.contains(role);
  }

  /** Its threads, not yet started. */
  abstract List<Loop> threads();

  @Override
  public boolean isAutoStartup() {
    return wanted;
  }

  @Override
  public void start() {
    running = threads();
    running.forEach(Loop::start);
  }

  @Override
  public void stop() {
    running.forEach(Loop::stop);
    long end = System.nanoTime() + DRAIN.toNanos();
    running.forEach(loop -> loop.join(Duration.ofNanos(end - System.nanoTime())));
    running = List.of();
  }

  @Override
  public boolean isRunning() {
    return !running.isEmpty();
  }
}
