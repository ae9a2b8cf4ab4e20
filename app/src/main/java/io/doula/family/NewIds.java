package io.doula.family;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Ids for rows to come, taken from a sequence by the block: a request needs one, a register
 * hundreds.
 */
final class NewIds {
  private final IntFunction<List<Long>> sequence;
  private final int block;
  private final Deque<Long> taken = new ArrayDeque<>();

  /**
   * @param sequence gives so many new ids
   */
  NewIds(IntFunction<List<Long>> sequence, int block) {
    this.sequence = sequence;
    this.block = block;
  }

  long next() {
    if (taken.isEmpty()) {
      taken.addAll(sequence.apply(block));
    }
    return taken.remove();
  }
}
