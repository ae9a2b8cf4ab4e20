package io.doula.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first requests of a Java process are slow, and an instance that takes another's place gets
 * all of its traffic at once. So each asks itself before anybody else may: it reads only, and what
 * anybody may read.
 */
final class WarmUp implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(WarmUp.class);
  private static final List<String> PATHS = List.of("/health", "/", "/app/sign-in", "/api/plans");
  private static final int ROUNDS = 25;
  private static final Duration LONGEST = Duration.ofSeconds(8);

  private final Path socket;
  private final Duration atMost;

  WarmUp(Path socket) {
    this(socket, LONGEST);
  }

  WarmUp(Path socket, Duration atMost) {
    this.socket = socket;
    this.atMost = atMost;
  }

  /** Returns when it is done or has taken long enough; what goes wrong, others will see. */
  @Override
  public void run() {
    Thread asking = new Thread(this::ask, "warm-up");
    asking.setDaemon(true);
    asking.start();
    try {
      asking.join(atMost.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    asking.interrupt();
  }

  private void ask() {
    long start = System.nanoTime();
    int asked = 0;
    try {
      for (int round = 0; round < ROUNDS; round++) {
        for (String path : PATHS) {
          ask(path);
          asked++;
        }
      }
    } catch (IOException e) {
      log.debug("ended early: {}", e.getClass().getSimpleName());
    }
    log.info("warmed up by {} requests in {} ms", asked, (System.nanoTime() - start) / 1_000_000);
  }

  /** As the proxy asks: each on a connection of its own. */
  private void ask(String path) throws IOException {
    String request = "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      ByteBuffer bytes =
          ByteBuffer.wrap(request.formatted(path).getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      InputStream answer = Channels.newInputStream(channel);
      answer.readAllBytes();
    }
  }
}
