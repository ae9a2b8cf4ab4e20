package io.doula.functions.local;

import java.io.IOException;
import java.nio.file.Path;

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
    return on("kill -s KILL " + pid, "");
  }

  /** With SIGQUIT, PostgreSQL's server ends at once and takes its children along. */
  static Leash quit(long pid, Path folder) throws IOException {
    return on("kill -s QUIT " + pid + "; sleep 3; rm -rf \"$0\"", folder.toString());
  }

  private static Leash on(String end, String argument) throws IOException {
    return new Leash(
        new ProcessBuilder(
                "sh", "-c", "trap '' INT TERM; read -r released || { " + end + "; }", argument)
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
