package io.doula.local;

import java.nio.file.Path;
import java.util.List;

/**
 * Servers that a killed start left running. They are known by their program file, which lies in
 * this clone's own folder, so nobody else's server is ever touched, whatever a pid file says.
 */
final class Leftovers {
  private static final long PATIENCE_NANOS = 3_000_000_000L;

  private Leftovers() {}

  /**
   * Ends every process whose program lies in the folder: asks first, then soon forces. PostgreSQL
   * may take long to write all it holds, and need not: what was committed is in its log.
   */
  static void stop(Path programs) {
    running(programs).forEach(ProcessHandle::destroy);
    if (!allEnd(programs)) {
      running(programs).forEach(ProcessHandle::destroyForcibly);
      allEnd(programs);
    }
  }

  private static List<ProcessHandle> running(Path programs) {
    return ProcessHandle.allProcesses().filter(process -> runs(process, programs)).toList();
  }

  /**
   * An ended process that nobody has collected yet names no program any more, and so counts as
   * ended.
   */
  private static boolean runs(ProcessHandle process, Path programs) {
    return process.info().command().filter(c -> Path.of(c).startsWith(programs)).isPresent();
  }

  private static boolean allEnd(Path programs) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!running(programs).isEmpty()) {
      if (System.nanoTime() > end) {
        return false;
      }
      Pause.millis(50);
    }
    return true;
  }
}
