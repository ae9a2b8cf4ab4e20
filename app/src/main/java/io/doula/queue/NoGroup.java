package io.doula.queue;

import java.time.Duration;

/** Redis works, but our stream or its group isn't there: it is new, or somebody flushed it. */
class NoGroup extends QueueAway {
  NoGroup() {
    super(Duration.ZERO);
  }
}
