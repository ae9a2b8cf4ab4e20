package io.doula.reminder;

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/**
 * Never lost, never twice, and stopped at once, in whatever order things happen. A release is
 * checked with a million worlds: {@code mvn -pl app test -Dtest=InterleavingsTest
 * -Djqwik.tries.default=1000000}. A seed that fails is printed, and kept for the next run.
 */
class InterleavingsTest {

  @Property(shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
  void nothingIsLostOrSentTwiceOrSentAfterAStop(@ForAll long seed) {
    new Model(seed).run(40);
  }
}
