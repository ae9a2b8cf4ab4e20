package io.doula.local;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.doula.core.CannotStart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder {@code .local} at the root of the clone: all that a start leaves behind. One program
 * at a time uses it; the operating system gives the lock back however that program ends.
 */
public final class LocalFolder {
  private static final Duration STOPPING = Duration.ofSeconds(40);

  /**
   * A killed process still counts as running, and holds its lock, until its memory is given back.
   */
  private static final Duration DYING = Duration.ofSeconds(2);

  /**
   * Held until the process ends: a channel that nobody refers to is closed, and its lock with it.
   */
  private static final List<FileLock> HELD = new CopyOnWriteArrayList<>();

  private final Path path;

  private LocalFolder(Path path) {
    this.path = path;
  }

  /**
   * Makes the folder where it is missing and takes its lock.
   *
   * @throws CannotStart when the folder belongs to somebody else or another start is using it
   */
  public static LocalFolder open() {
    Path path = root().resolve(".local");
    try {
      LocalFolder folder = new LocalFolder(Files.createDirectories(path).toRealPath());
      folder.refuseAnotherOwner();
      folder.lock();
      return folder;
    } catch (IOException e) {
      throw new CannotStart(
          "The folder %s can't be used by %s: %s"
              .formatted(path, System.getProperty("user.name"), e));
    }
  }

  public Path resolve(String name) {
    return path.resolve(name);
  }

  @Override
  public String toString() {
    return path.toString();
  }

  /** Deletes a folder below this one with all that is in it. */
  void delete(Path below) {
    if (!below.startsWith(path) || !Files.exists(below, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> all = Files.walk(below)) {
      all.sorted(Comparator.reverseOrder()).forEach(LocalFolder::deleteOne);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void deleteOne(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The root of the clone: the nearest folder, from the working directory up, that holds
   * app/pom.xml.
   */
  private static Path root() {
    Path here = Path.of("").toAbsolutePath();
    for (Path folder = here; folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve("app/pom.xml"))) {
        return folder;
      }
    }
    return here;
  }

  /** PostgreSQL runs only on files of its own user, even for root. */
  private void refuseAnotherOwner() throws IOException {
    String me = System.getProperty("user.name");
    String owner = Files.getOwner(path).getName();
    if (!owner.equals(me)) {
      throw new CannotStart(belongsTo(owner, me));
    }
  }

  private String belongsTo(String owner, String me) {
    return "The folder %s belongs to %s, and you are %s. Start as %s, or remove the folder and begin with new demo data."
        .formatted(path, owner, me, owner);
  }

  private void lock() throws IOException {
    Path file = path.resolve("lock");
    FileChannel channel = FileChannel.open(file, CREATE, READ, WRITE);
    FileLock lock = channel.tryLock();
    if (lock == null) {
      lock = waitFor(channel, file);
    }
    if (lock == null) {
      channel.close();
      throw new CannotStart(
          "Doula is already running from %s (%s). Stop it first."
              .formatted(path, Files.readString(file).strip()));
    }
    HELD.add(lock);
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(holder().getBytes(StandardCharsets.UTF_8)));
    channel.force(false);
  }

  private static @Nullable FileLock waitFor(FileChannel channel, Path file) throws IOException {
    long start = System.nanoTime();
    while (mayEnd(Duration.ofNanos(System.nanoTime() - start), file)) {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return lock;
      }
      Pause.millis(200);
    }
    return channel.tryLock();
  }

  private static boolean mayEnd(Duration waited, Path file) throws IOException {
    return waited.compareTo(DYING) < 0
        || waited.compareTo(STOPPING) < 0 && !isWellAndRunning(Files.readString(file).strip());
  }

  /** A program whose Maven was killed stops by itself; one that still has its parent will not. */
  private static boolean isWellAndRunning(String holder) {
    String[] words = holder.split(" ");
    Optional<ProcessHandle> process =
        words.length == 4 ? ProcessHandle.of(Long.parseLong(words[1])) : Optional.empty();
    return process
        .flatMap(ProcessHandle::parent)
        .filter(p -> Long.toString(p.pid()).equals(words[3]))
        .isPresent();
  }

  private static String holder() {
    long parent = ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L);
    return "process " + ProcessHandle.current().pid() + " of " + parent;
  }
}
