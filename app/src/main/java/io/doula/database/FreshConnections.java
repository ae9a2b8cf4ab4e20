package io.doula.database;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * No connection outlives a snapshot: those at rest are closed before one is taken, and whatever was
 * opened until then is not used after the restore.
 */
@Component
class FreshConnections implements SmartLifecycle {
  private final HikariDataSource pool;
  private volatile boolean running;

  FreshConnections(HikariDataSource pool) {
    this.pool = pool;
  }

  @Override
  public void start() {
    running = true;
    close();
  }

  @Override
  public void stop() {
    running = false;
    close();
  }

  /** A pool that nobody used yet has none. */
  private void close() {
    HikariPoolMXBean open = pool.getHikariPoolMXBean();
    if (open != null) {
      open.softEvictConnections();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** After secrets were read again, before anybody asks for a connection. */
  @Override
  public int getPhase() {
    return Integer.MIN_VALUE + 1;
  }
}
