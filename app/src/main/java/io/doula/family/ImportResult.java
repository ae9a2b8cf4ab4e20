package io.doula.family;

import java.util.List;

/**
 * What became of a register.
 *
 * @param accepted lines that were new or changed something
 * @param unchanged lines that said what was known
 * @param rejected the others, by line
 */
public record ImportResult(int accepted, int unchanged, List<Rejected> rejected) {

  /**
   * A line that was refused.
   *
   * @param line as an editor numbers them: 1 is the header
   * @param column the column that is wrong; empty when it is the line as a whole
   * @param message what is wrong with it; repeats no value
   */
  public record Rejected(int line, String column, String message) {}
}
