package io.doula.cli;

import io.doula.family.ImportProgress;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * How far an import has come, on standard error: a bar at a terminal, lines where they go into a
 * log.
 */
interface Progress extends ImportProgress, AutoCloseable {

  static Progress of(long bytes) {
    return Terminal.isAtOutput() ? new Bar(bytes) : new Lines(bytes);
  }

  @Override
  void close();

  /** A bar that grows with the bytes read. */
  final class Bar implements Progress {
    private final ProgressBar bar;

    Bar(long bytes) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("Register")
              .setInitialMax(bytes)
              .setUnit(" KB", 1024)
              .setStyle(ProgressBarStyle.ASCII)
              .build();
    }

    @Override
    public void reached(long bytes, long lines) {
      bar.stepTo(bytes);
      bar.setExtraMessage(lines + " lines");
    }

    @Override
    public void close() {
      bar.close();
    }
  }

  /** A line every few seconds, and one at the end. */
  final class Lines implements Progress {
    private static final long EVERY = TimeUnit.SECONDS.toNanos(5);

    private final long size;
    private long told = System.nanoTime();

    Lines(long size) {
      this.size = size;
    }

    @Override
    public void reached(long bytes, long lines) {
      boolean atEnd = bytes >= size;
      if (atEnd || System.nanoTime() - told > EVERY) {
        told = System.nanoTime();
        System.err.printf(
            "%d lines, %d %% of the file%n", lines, size == 0 ? 100 : 100 * bytes / size);
      }
    }

    @Override
    public void close() {}
  }
}
