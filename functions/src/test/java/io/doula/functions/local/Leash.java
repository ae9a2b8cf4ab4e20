package io.doula.functions.local;

import java.io.IOException;

/**
 * Ends a process when this one is gone, also by {@code kill -9}: a shell waits at the end of a pipe
 * that only this JVM holds.
 */
final class Leash implements AutoCloseable {
  private final Process shell;

  private Leash(Process shell) {
    this.shell = shell;
  }

  static Leash kill(long pid) throws IOException {
    return on(pid, "KILL");
  }

  /** With SIGQUIT, PostgreSQL's server ends at once and takes its children along. */
  static Leash quit(long pid) throws IOException {
    return on(pid, "QUIT");
  }

  private static Leash on(long pid, String signal) throws IOException {
    return new Leash(
        new ProcessBuilder(
                "sh", "-c", "trap '' INT TERM; read -r released || kill -s " + signal + " " + pid)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start());
  }

  /** Lets the process go. */
  @Override
  public void close() {
    shell.destroyForcibly();
  }
}
