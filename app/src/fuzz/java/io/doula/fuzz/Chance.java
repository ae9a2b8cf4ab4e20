package io.doula.fuzz;

import java.util.List;
import java.util.SplittableRandom;

/** All that is left to chance in one request; the same seed and number decide the same. */
final class Chance {
  private final SplittableRandom random;
  private final String canary;

  Chance(long seed, int number) {
    this.random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number * 0xBF58476D1CE4E5B9L);
    this.canary = canary(seed) + number + "x";
  }

  /** What every text of a run has in it, and no log may have. */
  static String canary(long seed) {
    return "canary" + Long.toHexString(seed * 0x9E3779B97F4A7C15L >>> 24) + "n";
  }

  /** The same of this request. */
  String canary() {
    return canary;
  }

  /** From 0 up to, and without, the bound. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean oneIn(int many) {
    return random.nextInt(many) == 0;
  }

  <T> T of(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }

  byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
