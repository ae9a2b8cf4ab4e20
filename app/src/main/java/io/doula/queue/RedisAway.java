package io.doula.queue;

import java.time.Duration;

/** Redis did not do what it was asked. */
class RedisAway extends Exception {
  private final transient Duration rest;

  RedisAway(Duration rest) {
    super("Redis is away", null, false, false);
    this.rest = rest;
  }

  /** How long asking again is of no use. */
  Duration rest() {
    return rest;
  }
}
