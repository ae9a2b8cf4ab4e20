package io.doula.http;

import io.doula.core.CannotStart;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.springframework.core.env.Environment;

/**
 * The unix socket on which the web role listens in place of a port, as DOULA_SOCKET names it. The
 * name is a link, which is there while the program answers ({@link SocketName}); the socket itself
 * stands beside it.
 */
public final class SocketPath {
  static final String SETTING = "DOULA_SOCKET";

  /** Linux keeps that many bytes for a socket's path, and a zero at the end. */
  private static final int LONGEST = 107;

  private static final String OWN = ".own";

  private static final int FILE_TYPE = 0170000;
  private static final int SOCKET = 0140000;

  private final Path path;

  private SocketPath(Path path) {
    this.path = path;
  }

  /**
   * Empty when a port is to be listened on.
   *
   * @throws CannotStart when no socket can be made there
   */
  public static Optional<SocketPath> of(Environment environment) {
    String named = environment.getProperty(SETTING, "").strip();
    return named.isEmpty() ? Optional.empty() : Optional.of(usable(named));
  }

  private static SocketPath usable(String named) {
    Path path;
    try {
      path = Path.of(named);
    } catch (InvalidPathException e) {
      throw new CannotStart(SETTING + " is no path");
    }
    if (!path.isAbsolute()) {
      throw new CannotStart(SETTING + " must be a whole path, such as /run/doula/web-a.sock");
    }
    if (named.getBytes(StandardCharsets.UTF_8).length > LONGEST - OWN.length()) {
      throw new CannotStart(
          SETTING + " is too long; it may have %d bytes".formatted(LONGEST - OWN.length()));
    }
    Path folder = path.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new CannotStart(
          "The folder of %s is missing: %s. Make it, or have systemd make it (RuntimeDirectory=)."
              .formatted(SETTING, folder));
    }
    if (!Files.isWritable(folder)) {
      throw new CannotStart(
          "The folder of %s can't be written: %s. The program's user must own it."
              .formatted(SETTING, folder));
    }
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !isSocket(path) && !isLink(path)) {
      throw new CannotStart(
          "%s names a file that is there and is no socket: %s".formatted(SETTING, path));
    }
    return new SocketPath(path);
  }

  /**
   * Makes the path this process's own until the lock is closed. A socket that a killed process left
   * behind is removed; one on which somebody listens is not.
   *
   * @throws CannotStart when somebody listens there
   */
  FileChannel take() {
    Path lockFile = path.resolveSibling(path.getFileName() + ".lock");
    try {
      FileChannel lock =
          FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!locked(lock) || isListenedOn()) {
        lock.close();
        throw new CannotStart(
            "Another program listens on %s: %s. Stop it, or name another path."
                .formatted(SETTING, path));
      }
      Files.deleteIfExists(path);
      Files.deleteIfExists(own());
      return lock;
    } catch (IOException e) {
      throw new CannotStart(
          "%s can't be used: %s (%s)".formatted(SETTING, path, e.getClass().getSimpleName()));
    }
  }

  /** The kernel lets go of the lock however the process ends. */
  private static boolean locked(FileChannel file) throws IOException {
    try {
      FileLock lock = file.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /** Also somebody who does not know our lock, and one too busy to take the call. */
  private boolean isListenedOn() throws IOException {
    if (!Files.exists(path)) {
      return false;
    }
    try (SocketChannel caller = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      caller.configureBlocking(false);
      caller.connect(UnixDomainSocketAddress.of(path));
      return true;
    } catch (ConnectException nobody) {
      return false;
    }
  }

  /** The socket itself. */
  Path own() {
    return path.resolveSibling(path.getFileName() + OWN);
  }

  /** Lets callers in. */
  void open() throws IOException {
    Files.createSymbolicLink(path, own().getFileName());
  }

  /** Lets nobody in any more; who is in stays. */
  void close() throws IOException {
    Files.deleteIfExists(path);
  }

  private static boolean isLink(Path path) {
    try {
      return Files.readSymbolicLink(path).equals(Path.of(path.getFileName() + OWN));
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isSocket(Path path) {
    try {
      Object mode = Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
      return ((Integer) mode & FILE_TYPE) == SOCKET;
    } catch (IOException e) {
      return false;
    }
  }

  /** The path, as it was named. */
  @Override
  public String toString() {
    return path.toString();
  }
}
