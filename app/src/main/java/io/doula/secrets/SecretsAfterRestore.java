package io.doula.secrets;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Reads secrets again when the program goes on from a snapshot, which may be days old: Spring stops
 * what has a life before a snapshot is taken, and starts it again after the restore, this first of
 * all.
 */
@Component
class SecretsAfterRestore implements SmartLifecycle {
  private final Secrets secrets;
  private volatile boolean running;
  private volatile boolean rested;

  SecretsAfterRestore(Secrets secrets) {
    this.secrets = secrets;
  }

  @Override
  public void start() {
    running = true;
    if (rested) {
      secrets.readAgain();
    }
  }

  @Override
  public void stop() {
    running = false;
    rested = true;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Before whatever opens a connection. */
  @Override
  public int getPhase() {
    return Integer.MIN_VALUE;
  }
}
