package io.doula.queue;

import java.time.Duration;

/** The queue did not do what it was asked. */
class QueueAway extends Exception {
  private final transient Duration rest;

  QueueAway(Duration rest) {
    this(rest, "the queue is away");
  }

  /**
   * @param why in a word that names nobody
   */
  QueueAway(Duration rest, String why) {
    super(why, null, false, false);
    this.rest = rest;
  }

  /** How long asking again is of no use. */
  Duration rest() {
    return rest;
  }
}
