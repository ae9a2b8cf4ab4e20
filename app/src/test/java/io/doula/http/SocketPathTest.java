package io.doula.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.doula.core.CannotStart;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.env.MockEnvironment;

class SocketPathTest {
  @TempDir Path folder;

  @Test
  void withoutTheSettingAPortIsListenedOn() {
    assertThat(SocketPath.of(new MockEnvironment())).isEmpty();
    assertThat(SocketPath.of(new MockEnvironment().withProperty("DOULA_SOCKET", " "))).isEmpty();
  }

  @Test
  void aMissingFolderIsNamed() {
    refused(folder.resolve("nowhere/web.sock").toString(), "is missing: " + folder + "/nowhere");
  }

  @Test
  void aPathThatSystemsUnderstandDifferentlyIsRefused() {
    refused("web.sock", "must be a whole path");
  }

  @Test
  void aPathLongerThanTheKernelKeepsIsRefused() {
    refused("/tmp/" + "a".repeat(103), "may have 103 bytes");
  }

  @Test
  void aFileThatIsNoSocketIsLeftAlone() throws Exception {
    Path file = Files.writeString(folder.resolve("web.sock"), "a register");
    refused(file.toString(), "is no socket");
    assertThat(file).hasContent("a register");
  }

  @Test
  void aSocketThatAKilledProcessLeftIsRemoved() throws Exception {
    Path left = folder.resolve("web.sock");
    listenedOn(left).close();
    assertThat(left).exists();

    try (FileChannel lock = path(left).take()) {
      assertThat(lock.isOpen()).isTrue();
      assertThat(left).doesNotExist();
    }
  }

  @Test
  void theNameOfAKilledProcessIsTakenAway() throws Exception {
    Path name = folder.resolve("web.sock");
    SocketPath killed = path(name);
    listenedOn(killed.own()).close();
    killed.open();

    path(name).take().close();
    assertThat(Files.isSymbolicLink(name)).isFalse();
    assertThat(killed.own()).doesNotExist();
  }

  @Test
  void aSocketOnWhichAnotherProgramListensIsNotTaken() throws Exception {
    Path live = folder.resolve("web.sock");
    try (ServerSocketChannel other = listenedOn(live)) {
      assertThatThrownBy(() -> path(live).take())
          .isInstanceOf(CannotStart.class)
          .hasMessage(
              "Another program listens on DOULA_SOCKET: %s. Stop it, or name another path."
                  .formatted(live));
      assertThat(other.isOpen()).isTrue();
      assertThat(live).exists();
    }
  }

  @Test
  void onlyOneProcessMayMakeTheSocket() throws Exception {
    Path socket = folder.resolve("web.sock");
    FileChannel first = path(socket).take();
    assertThatThrownBy(() -> path(socket).take()).hasMessageContaining("Another program");
    first.close();
    path(socket).take().close();
  }

  private static ServerSocketChannel listenedOn(Path socket) throws Exception {
    return ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(socket));
  }

  private static SocketPath path(Path socket) {
    return path(socket.toString());
  }

  private static SocketPath path(String named) {
    return SocketPath.of(new MockEnvironment().withProperty("DOULA_SOCKET", named)).orElseThrow();
  }

  private static void refused(String named, String reason) {
    assertThatThrownBy(() -> path(named))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining(reason);
  }
}
