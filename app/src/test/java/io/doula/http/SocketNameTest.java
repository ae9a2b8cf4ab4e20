package io.doula.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.env.MockEnvironment;

class SocketNameTest {
  @TempDir Path folder;

  @Test
  void callersGetInOnlyWhileTheNameIsThere() throws Exception {
    Path name = folder.resolve("web-a.sock");
    SocketPath path = path(name);
    SocketName door = new SocketName(path, () -> {});
    try (ServerSocketChannel listening = listen(path.own())) {
      assertThat(name).doesNotExist();

      door.start();
      SocketChannel.open(UnixDomainSocketAddress.of(name)).close();

      door.stop();
      assertThat(Files.isSymbolicLink(name)).isFalse();
      assertThat(listening.accept().isOpen()).as("who came before is still heard").isTrue();
    }
  }

  @Test
  @Timeout(20)
  void whoDoesNotAnswerItselfIsNotWaitedForLong() throws Exception {
    Path own = folder.resolve("web-a.sock.own");
    try (ServerSocketChannel listening = listen(own)) {
      new WarmUp(own, Duration.ofMillis(200)).run();
      assertThat(listening.accept().isOpen()).as("it was asked").isTrue();
    }
  }

  @Test
  void onAPortThereIsNoName() {
    SocketName none = new SocketName(null, () -> {});
    none.start();
    assertThat(none.isRunning()).isFalse();
  }

  private static SocketPath path(Path name) {
    return SocketPath.of(new MockEnvironment().withProperty("DOULA_SOCKET", name.toString()))
        .orElseThrow();
  }

  private static ServerSocketChannel listen(Path path) throws Exception {
    return ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(path));
  }
}
