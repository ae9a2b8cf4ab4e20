package io.doula.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import redis.embedded.RedisServer;
import redis.embedded.core.ExecutableProvider;

/**
 * Redis with its files in {@code .local/redis}. It carries wake-ups only, so the program also runs
 * without it.
 */
final class LocalRedis {
  private final Path program;
  private final int port;

  private LocalRedis(Path program, int port) {
    this.program = program;
    this.port = port;
  }

  /**
   * Starts Redis; empty where its program can't run on this machine (it needs OpenSSL 3's library).
   */
  static Optional<LocalRedis> start(LocalFolder folder) {
    Path data = folder.resolve("redis");
    Path programs = folder.resolve("programs").resolve("redis");
    try {
      Files.createDirectories(data);
      Files.createDirectories(programs);
      LocalRedis redis = new LocalRedis(programs, freePort());
      return redis.startsWithin10Seconds(data, folder.resolve("redis.log"))
          ? Optional.of(redis)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  String url() {
    return "redis://127.0.0.1:" + port;
  }

  void stop() {
    Leftovers.stop(program);
  }

  private boolean startsWithin10Seconds(Path data, Path log) throws IOException {
    Process process =
        new ProcessBuilder(command(data, log))
            .directory(data.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.to(log.toFile()))
            .start();
    return endsWell(process) && answers();
  }

  /**
   * As a daemon of its own session, so that Ctrl-C at the terminal reaches the program first and
   * Redis last.
   */
  private List<String> command(Path data, Path log) throws IOException {
    return RedisServer.newRedisServer()
        .executableProvider(ExecutableProvider.newJarResourceProvider(program.toFile()))
        .port(port)
        .setting("daemonize yes")
        .setting("dir \"" + data + "\"")
        .setting("logfile \"" + log + "\"")
        .setting("pidfile \"" + data.resolve("redis.pid") + "\"")
        .setting("save 60 1")
        .buildCommandArgs();
  }

  private static boolean endsWell(Process process) {
    try {
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private boolean answers() {
    for (int tries = 0; tries < 100; tries++) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
        return true;
      } catch (IOException e) {
        Pause.millis(100);
      }
    }
    return false;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
