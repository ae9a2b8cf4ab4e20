package io.doula.bench.parts;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits that end. */
public final class Patience {
  private static final int LOOK_EVERY_MILLIS = 50;

  private Patience() {}

  /**
   * Looks again and again until it is so; a look that fails is a no.
   *
   * @return whether it was so before the time was over
   */
  public static boolean until(Duration most, Callable<Boolean> isSo) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    while (System.nanoTime() < end) {
      if (holds(isSo)) {
        return true;
      }
      Thread.sleep(LOOK_EVERY_MILLIS);
    }
    return false;
  }

  /**
   * The same, where going on without it makes no sense.
   *
   * @throws IllegalStateException when the time is over; it names what was waited for
   */
  public static void orFail(String what, Duration most, Callable<Boolean> isSo)
      throws InterruptedException {
    if (!until(most, isSo)) {
      throw new IllegalStateException("waited %s in vain: %s".formatted(most, what));
    }
  }

  private static boolean holds(Callable<Boolean> isSo) throws InterruptedException {
    try {
      return isSo.call();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      return false;
    }
  }
}
