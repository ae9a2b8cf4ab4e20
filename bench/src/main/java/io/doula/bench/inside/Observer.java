package io.doula.bench.inside;

import java.util.Set;

/**
 * Is told of each commit, each call of a channel and each claim query, in the thread that does it.
 */
interface Observer {
  default void before(Set<Deed> deeds) {}

  default void after(Set<Deed> deeds) {}

  /** A query that claims has answered, and all its rows were read. */
  default void claimed(long nanos, int rows) {}
}
