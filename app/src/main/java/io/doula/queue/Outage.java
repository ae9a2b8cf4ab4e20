package io.doula.queue;

import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of an outage once, and once of its end, however many links it breaks. */
final class Outage {
  private static final Logger log = LoggerFactory.getLogger(Outage.class);

  private final String queue;
  private final String advice;
  private final Set<Object> broken = new HashSet<>();
  private boolean closed;

  /**
   * @param queue what it is and where
   * @param advice what whoever runs it should look at
   */
  Outage(String queue, String advice) {
    this.queue = queue;
    this.advice = advice;
  }

  synchronized void noticed(Object link, String reason) {
    if (broken.isEmpty() && !closed) {
      log.warn(
          "{} does not do its work ({}). Nothing is lost: what is due is looked for in PostgreSQL at"
              + " every tick. {}",
          queue,
          reason,
          advice);
    }
    broken.add(link);
  }

  synchronized void over(Object link) {
    if (broken.remove(link) && broken.isEmpty()) {
      log.info("{} works again", queue);
    }
  }

  /** What breaks from now on was closed by us. */
  synchronized void close() {
    closed = true;
  }
}
