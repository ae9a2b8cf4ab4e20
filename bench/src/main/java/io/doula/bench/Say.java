package io.doula.bench;

import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** What a person who waits wants to see. */
final class Say {
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

  private Say() {}

  static synchronized void line(String format, @Nullable Object... arguments) {
    System.out.println(
        CLOCK.format(LocalTime.now(ZoneOffset.UTC)) + "  " + format.formatted(arguments));
  }
}
