package io.doula.bench.inside;

import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ends the process, as a kill -9 would, right before or after it does something for the n-th time.
 */
final class KillPoint implements Observer {
  /** By this exit code the driver knows that the point was reached. */
  static final int KILLED = 86;

  private final Deed deed;
  private final boolean before;
  private final int time;
  private final AtomicInteger befores = new AtomicInteger();
  private final AtomicInteger afters = new AtomicInteger();

  private KillPoint(Deed deed, boolean before, int time) {
    this.deed = deed;
    this.before = before;
    this.time = time;
  }

  /** Reads {@code mark:before:3}. */
  static KillPoint of(String text) {
    String[] parts = text.toUpperCase(Locale.ROOT).split(":");
    return new KillPoint(
        Deed.valueOf(parts[0]), parts[1].equals("BEFORE"), Integer.parseInt(parts[2]));
  }

  @Override
  public void before(Set<Deed> deeds) {
    if (before && deed.isIn(deeds) && befores.incrementAndGet() == time) {
      Runtime.getRuntime().halt(KILLED);
    }
  }

  @Override
  public void after(Set<Deed> deeds) {
    if (!before && deed.isIn(deeds) && afters.incrementAndGet() == time) {
      Runtime.getRuntime().halt(KILLED);
    }
  }
}
