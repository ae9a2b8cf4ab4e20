package io.doula.bench;

import io.doula.bench.parts.Patience;
import io.doula.bench.parts.Postgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How long what a dead process held stays held: from its end until each reminder that was being
 * sent then has left SENDING or is in another's hands.
 */
final class Recovery implements AutoCloseable {
  private static final int LOOK_EVERY_MILLIS = 200;
  private static final String HELD = "select id, epoch from reminder where state = 'SENDING'";

  private final Postgres postgres;
  private final List<Case> open = new ArrayList<>();
  private final List<Duration> closed = new ArrayList<>();
  private final Thread thread = new Thread(this::look, "recovery");

  /** A death, and what is still held since: reminder and epoch; null until it could be asked. */
  private static final class Case {
    final long diedAt;
    @Nullable Map<Long, Integer> held;

    Case(long diedAt) {
      this.diedAt = diedAt;
    }
  }

  Recovery(Postgres postgres) {
    this.postgres = postgres;
    thread.setDaemon(true);
    thread.start();
  }

  /** Ends it as kill -9 does. */
  void kill(Process process) throws InterruptedException {
    process.destroyForcibly().waitFor();
    died();
  }

  /** A process has just died. */
  synchronized void died() {
    open.add(new Case(System.nanoTime()));
  }

  /** The times of all deaths that are over, shortest first. */
  synchronized List<Duration> times() {
    List<Duration> times = new ArrayList<>(closed);
    Collections.sort(times);
    return times;
  }

  /** Until all that died so far is made good, or the time is over. */
  void await(Duration most) throws InterruptedException {
    Patience.until(most, () -> unfinished() == 0);
  }

  synchronized int unfinished() {
    return open.size();
  }

  private void look() {
    while (!Thread.currentThread().isInterrupted()) {
      try (Connection connection = postgres.connect()) {
        while (true) {
          Map<Long, Integer> now = new HashMap<>();
          Rows.all(connection, HELD, row -> now.put(row.getLong(1), row.getInt(2)));
          compare(now);
          Thread.sleep(LOOK_EVERY_MILLIS);
        }
      } catch (SQLException e) {
        pause();
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** PostgreSQL is away, on purpose. */
  private static void pause() {
    try {
      Thread.sleep(LOOK_EVERY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void compare(Map<Long, Integer> now) {
    long nanos = System.nanoTime();
    for (Case death : List.copyOf(open)) {
      Map<Long, Integer> held = death.held == null ? new HashMap<>(now) : death.held;
      held.entrySet().removeIf(entry -> !entry.getValue().equals(now.get(entry.getKey())));
      death.held = held;
      if (held.isEmpty()) {
        open.remove(death);
        closed.add(Duration.ofNanos(nanos - death.diedAt));
      }
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
