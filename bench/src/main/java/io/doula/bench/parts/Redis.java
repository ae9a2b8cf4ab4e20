package io.doula.bench.parts;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import redis.embedded.RedisServer;
import redis.embedded.core.ExecutableProvider;

/**
 * Redis from Maven's artifacts, without a memory of its own: killed, it has forgotten everything.
 */
public final class Redis {
  private final Children children;
  private final Path programs;
  private final int port;
  private Process process;

  public Redis(Children children, Path programs) throws IOException, InterruptedException {
    this.children = children;
    this.programs = Files.createDirectories(programs.resolve("redis"));
    this.port = Ports.free();
    this.process = server();
    awaitAnswer();
  }

  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  public void startAgain() throws IOException, InterruptedException {
    process = server();
    awaitAnswer();
  }

  /** Empties it while it runs. */
  public void flush() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write("FLUSHALL\r\n".getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readNBytes(3);
      if (answer[0] != '+') {
        throw new IOException("Redis does not flush");
      }
    }
  }

  private Process server() throws IOException {
    return children.start(
        "redis",
        Map.of(),
        RedisServer.newRedisServer()
            .executableProvider(ExecutableProvider.newJarResourceProvider(programs.toFile()))
            .port(port)
            .setting("bind 127.0.0.1")
            .setting("save \"\"")
            .setting("dir \"" + children.folder() + "\"")
            .buildCommandArgs());
  }

  private void awaitAnswer() throws InterruptedException {
    Patience.orFail("Redis answers", Duration.ofSeconds(20), () -> Ports.answers(port));
  }
}
