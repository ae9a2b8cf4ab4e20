package io.doula.bench;

import java.util.Locale;

/** Who delivers. The web role is the classic one in each case. */
enum Doors {
  /** Workers with a beat. */
  CLASSIC,
  /** Workers with a beat on Redis, and functions on SQS, at once. */
  BOTH,
  /** Functions on SQS alone. */
  FUNCTIONS;

  static Doors of(Options options) {
    return valueOf(options.text("doors", "classic").toUpperCase(Locale.ROOT));
  }

  boolean haveWorkers() {
    return this != FUNCTIONS;
  }

  boolean haveFunctions() {
    return this != CLASSIC;
  }
}
