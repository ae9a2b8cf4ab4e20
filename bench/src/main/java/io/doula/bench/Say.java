package io.doula.bench;

import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** What a person who waits wants to see. */
final class Say {
  private Say() {}

  static synchronized void line(String format, Object... arguments) {
    System.out.println(
        LocalTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS)
            + "  "
            + format.formatted(arguments));
  }
}
