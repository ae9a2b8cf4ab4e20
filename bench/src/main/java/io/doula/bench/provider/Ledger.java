package io.doula.bench.provider;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the provider accepted, in order, in a file that is only ever added to. */
public final class Ledger implements AutoCloseable {
  private final Path file;
  private final BufferedWriter writer;
  private int size;

  public Ledger(Path file) throws IOException {
    this.file = file;
    this.writer = Files.newBufferedWriter(file);
  }

  synchronized void add(Acceptance acceptance) {
    try {
      writer.write(acceptance.line());
      writer.newLine();
      writer.flush();
      size++;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public synchronized int size() {
    return size;
  }

  /** All that is in the file. */
  public List<Acceptance> read() throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.map(Acceptance::of).toList();
    }
  }

  @Override
  public synchronized void close() throws IOException {
    writer.close();
  }
}
