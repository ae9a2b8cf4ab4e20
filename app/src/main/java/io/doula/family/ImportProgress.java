package io.doula.family;

/** Is told how far an import has come, after each batch of lines. */
@FunctionalInterface
public interface ImportProgress {
  /**
   * @param bytes read from the file so far
   * @param lines done so far, the header not counted
   */
  void reached(long bytes, long lines);
}
