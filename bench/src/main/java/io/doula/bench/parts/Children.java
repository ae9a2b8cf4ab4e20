package io.doula.bench.parts;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Every process that a measurement starts. All end with it; for the case that it is killed itself
 * their ids stand in a file, and the folder of the run in their environment as {@code BENCH_RUN}.
 */
public final class Children implements AutoCloseable {
  private final Path folder;
  private final Set<Process> running = ConcurrentHashMap.newKeySet();

  public Children(Path folder) {
    this.folder = folder;
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
  }

  /** The folder of this run: data, logs, ledger. */
  public Path folder() {
    return folder;
  }

  /** Starts one; what it says goes to NAME.log in the folder, which is also where it runs. */
  public Process start(String name, Map<String, String> environment, List<String> command)
      throws IOException {
    File log = folder.resolve(name + ".log").toFile();
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(environment);
    builder.environment().put("BENCH_RUN", folder.toString());
    Process process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
            .start();
    running.removeIf(earlier -> !earlier.isAlive());
    running.add(process);
    Files.writeString(
        folder.resolve("pids"),
        process.pid() + "\n",
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    return process;
  }

  /** Sends a signal by its name, such as STOP. */
  public static void signal(Process process, String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  @Override
  public void close() {
    running.forEach(Process::destroyForcibly);
  }
}
