package io.doula.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import redis.embedded.RedisServer;
import redis.embedded.core.ExecutableProvider;

/** A real Redis on a port of its own that can be killed and started again; it keeps nothing. */
public final class EmbeddedRedis implements AutoCloseable {
  private final List<String> command;
  private final Path folder;
  private final int port;
  private @Nullable Process process;

  private EmbeddedRedis(Path folder, int port, List<String> command) {
    this.folder = folder;
    this.port = port;
    this.command = command;
  }

  /** With a port, but not started yet. */
  public static EmbeddedRedis in(Path folder) throws IOException {
    int port = freePort();
    List<String> command =
        RedisServer.newRedisServer()
            .executableProvider(ExecutableProvider.newJarResourceProvider(folder.toFile()))
            .port(port)
            .setting("save \"\"")
            .buildCommandArgs();
    EmbeddedRedis redis = new EmbeddedRedis(folder, port, command);
    Runtime.getRuntime().addShutdownHook(new Thread(redis::kill));
    return redis;
  }

  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  /** False where its program can't run on this machine (it needs OpenSSL 3's library). */
  public boolean start() throws IOException, InterruptedException {
    Process started =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("redis.log").toFile())
            .start();
    process = started;
    for (int tries = 0; tries < 500 && started.isAlive(); tries++) {
      if (answers()) {
        return true;
      }
      started.waitFor(20, TimeUnit.MILLISECONDS);
    }
    return false;
  }

  /** As {@code kill -9}. */
  public void kill() {
    Process running = process;
    if (running != null) {
      running.destroyForcibly().onExit().join();
    }
  }

  @Override
  public void close() {
    kill();
  }

  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
