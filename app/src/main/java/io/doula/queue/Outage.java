package io.doula.queue;

import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of an outage once, and once of its end, however many links it breaks. */
final class Outage {
  private static final Logger log = LoggerFactory.getLogger(Outage.class);

  private final String address;
  private final Set<Object> broken = new HashSet<>();
  private boolean closed;

  Outage(String address) {
    this.address = address;
  }

  synchronized void noticed(Object link, String reason) {
    if (broken.isEmpty() && !closed) {
      log.warn(
          "Redis at {} does not do its work ({}). Nothing is lost: workers look into PostgreSQL every"
              + " DOULA_TICK. Check that it runs and that REDIS_URL names it.",
          address,
          reason);
    }
    broken.add(link);
  }

  synchronized void over(Object link) {
    if (broken.remove(link) && broken.isEmpty()) {
      log.info("Redis at {} works again", address);
    }
  }

  /** What breaks from now on was closed by us. */
  synchronized void close() {
    closed = true;
  }
}
