package io.doula.database;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.SingletonBeanRegistry;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * No connection outlives a snapshot: those at rest are closed before one is taken, and whatever was
 * opened until then is not used after the restore.
 */
@Component
class FreshConnections implements SmartLifecycle {
  private final SingletonBeanRegistry made;
  private volatile boolean running;

  /**
   * @param made knows the pool, if it was made yet: it is not made for this
   */
  FreshConnections(ConfigurableListableBeanFactory made) {
    this.made = made;
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
    if (made.getSingleton(DatabaseSetup.POOL) instanceof SeeingDataSource source
        && source.getTargetDataSource() instanceof HikariDataSource pool) {
      HikariPoolMXBean open = pool.getHikariPoolMXBean();
      if (open != null) {
        open.softEvictConnections();
      }
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
