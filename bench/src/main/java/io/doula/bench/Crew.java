package io.doula.bench;

import io.doula.bench.parts.Patience;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The workers; each has a name of its own, and nobody who was killed comes back under the old one.
 */
final class Crew {
  private static final Duration AT_WORK = Duration.ofMinutes(4);

  private final Ward ward;
  private final AtomicInteger hired = new AtomicInteger();

  Crew(Ward ward) {
    this.ward = ward;
  }

  /** A worker process. */
  record Worker(String name, Process process) {}

  String nextName() {
    return "w" + hired.incrementAndGet();
  }

  Worker hire() throws IOException {
    return hire(nextName(), Map.of());
  }

  Worker hire(String name, Map<String, String> more) throws IOException {
    Map<String, String> settings = new HashMap<>(ward.speakingTo(name));
    settings.putAll(more);
    return new Worker(name, ward.program().worker(name, settings));
  }

  /** Until it has handed over this many messages. */
  void awaitWork(Worker worker, int requests) throws InterruptedException {
    awaitWork(worker.name(), requests, AT_WORK);
  }

  /** The same for anybody whom the provider knows by a name. */
  void awaitWork(String name, int requests, Duration most) throws InterruptedException {
    Patience.orFail(name + " is at work", most, () -> ward.provider().requests(name) >= requests);
  }
}
