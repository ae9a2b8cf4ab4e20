package io.doula.bench;

import io.doula.bench.parts.Postgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Mothers who say stop while their messages are on the way: those next in line and those whose
 * message is just being sent.
 */
final class Stops {
  private static final int PAUSE_MILLIS = 400;
  private static final String NEXT =
      """
      select mother_id
      from reminder
      where channel = 'whatsapp' and state in ('PLANNED', 'QUEUED', 'RETRY') and claim_at <= now()
      order by claim_at, id
      limit 300
      """;
  private static final String NOW =
      "select mother_id from reminder where state in ('SENDING', 'UNKNOWN') limit 300";

  private final Postgres postgres;
  private final Api api;
  private final Map<Long, Instant> stopped = new ConcurrentHashMap<>();
  private final List<Duration> answers = Collections.synchronizedList(new ArrayList<>());
  private final Thread thread = new Thread(this::run, "stops");
  private volatile boolean ended;

  Stops(Postgres postgres, Api api) {
    this.postgres = postgres;
    this.api = api;
    thread.setDaemon(true);
    thread.start();
  }

  /** Who was promised silence, and since when. */
  Map<Long, Instant> stopped() {
    return stopped;
  }

  /** How long the promises took, shortest first. */
  List<Duration> answers() {
    List<Duration> sorted = new ArrayList<>(answers);
    Collections.sort(sorted);
    return sorted;
  }

  private void run() {
    while (!ended) {
      try (Connection connection = postgres.connect()) {
        while (!ended) {
          one(connection);
          Thread.sleep(PAUSE_MILLIS);
        }
      } catch (SQLException | IOException e) {
        pause();
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void one(Connection connection) throws SQLException, IOException, InterruptedException {
    String from = ThreadLocalRandom.current().nextBoolean() ? NEXT : NOW;
    List<Long> mothers = Rows.all(connection, from, row -> row.getLong(1));
    if (mothers.isEmpty()) {
      return;
    }
    long mother = mothers.get(ThreadLocalRandom.current().nextInt(mothers.size()));
    Instant asked = Instant.now();
    int status = api.post("/api/mothers/%d/opt-out".formatted(mother), "{}");
    if (status / 100 == 2) {
      Instant now = Instant.now();
      stopped.putIfAbsent(mother, now);
      answers.add(Duration.between(asked, now));
    }
  }

  /** PostgreSQL or the web role is away, on purpose. */
  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Nobody else says stop. */
  void end() throws InterruptedException {
    ended = true;
    thread.join();
  }
}
