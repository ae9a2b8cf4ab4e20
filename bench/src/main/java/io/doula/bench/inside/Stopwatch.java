package io.doula.bench.inside;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes down how long each claim query took that claimed something: microseconds and rows. */
final class Stopwatch implements Observer {
  private final Writer writer;

  Stopwatch(Path file) {
    try {
      this.writer = Files.newBufferedWriter(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void claimed(long nanos, int rows) {
    if (rows > 0) {
      try {
        writer.write("%d\t%d%n".formatted(nanos / 1000, rows));
        writer.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
