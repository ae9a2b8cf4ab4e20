package io.doula.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One call of doula.jar, as from a terminal that is none: what it said and how it ended. */
record JarRun(int exitCode, String output) {

  /** Calls the jar in the folder with these settings and no others. */
  static JarRun of(Path folder, Map<String, String> settings, String... arguments)
      throws IOException, InterruptedException {
    Path said = Files.createTempFile(folder, "said", ".txt");
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto", "-jar"));
    command.add(Path.of("target/doula.jar").toAbsolutePath().toString());
    command.addAll(List.of(arguments));
    ProcessBuilder call = new ProcessBuilder(command).directory(folder.toFile());
    call.environment()
        .keySet()
        .removeIf(name -> name.matches("(SPRING|DOULA|REDIS|SERVER|AWS)_.*"));
    // what machine this is must not matter
    call.environment().put("AWS_EC2_METADATA_DISABLED", "true");
    call.environment().putAll(settings);
    Process process = call.redirectErrorStream(true).redirectOutput(said.toFile()).start();
    process.getOutputStream().close();
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("the jar did not end: " + Files.readString(said));
    }
    return new JarRun(process.exitValue(), Files.readString(said));
  }
}
