package io.doula.functions.contract;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** doula.jar, as shipped, in a process of its own. */
public final class Tomcat implements AutoCloseable {
  private static final Path JAR = Path.of("../app/target/doula.jar").toAbsolutePath().normalize();
  private static final int PATIENCE_SECONDS = 120;

  private final Process process;
  private final URI base;
  private final Path said;

  private Tomcat(Process process, URI base, Path said) {
    this.process = process;
    this.base = base;
    this.said = said;
  }

  /** Makes the tables and the first admin. */
  public static void migrate(Map<String, String> settings, Path folder)
      throws IOException, InterruptedException {
    Path said = folder.resolve("migrate.log");
    Process process = run(settings, folder, said, "migrate");
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException("doula.jar migrate did not end well:\n" + Files.readString(said));
    }
  }

  static Tomcat start(Map<String, String> settings, Path folder) throws IOException {
    URI base = URI.create("http://127.0.0.1:" + freePort());
    settings.put("DOULA_ROLES", "web");
    settings.put("SERVER_ADDRESS", base.getHost());
    settings.put("SERVER_PORT", Integer.toString(base.getPort()));
    Path said = folder.resolve("tomcat-" + base.getPort() + ".log");
    return new Tomcat(run(settings, folder, said), base, said);
  }

  /** Waits until it answers. */
  URI base() throws IOException, InterruptedException {
    byte[] ask = "GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".getBytes("ASCII");
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (process.isAlive() && System.nanoTime() < end) {
      try {
        if (Wire.send(base, ask, false).status() == 200) {
          return base;
        }
      } catch (IOException notYet) {
        Thread.sleep(100);
      }
    }
    throw new IOException("doula.jar does not answer:\n" + Files.readString(said));
  }

  /** What it has logged. */
  String log() throws IOException {
    return Files.readString(said);
  }

  private static Process run(
      Map<String, String> settings, Path folder, Path said, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
    command.addAll(List.of("-jar", JAR.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder call = new ProcessBuilder(command).directory(folder.toFile());
    call.environment().keySet().removeIf(n -> n.matches("(SPRING|DOULA|REDIS|SERVER|AWS)_.*"));
    call.environment().putAll(settings);
    return call.redirectErrorStream(true).redirectOutput(said.toFile()).start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
