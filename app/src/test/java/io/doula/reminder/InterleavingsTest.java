package io.doula.reminder;

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/**
 * Never lost, never twice, and stopped at once, in whatever order things happen. A release is
 * checked with a million worlds: {@code mvn -pl app test -Dtest=InterleavingsTest
 * -Djqwik.tries.default=100000}. A seed that fails is printed, and kept for the next run.
 */
class InterleavingsTest {
  private static final int WORLDS = 10;

  @Property(shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
  void nothingIsLostOrSentTwiceOrSentAfterAStop(@ForAll long seed) {
    for (long world = seed; world < seed + WORLDS; world++) {
      try {
        new Model(world).run(40);
      } catch (AssertionError e) {
        throw new AssertionError("world " + world, e);
      }
    }
  }
}
