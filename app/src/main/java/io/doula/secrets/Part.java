package io.doula.secrets;

import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Settings that one secret gives: read when the first of them is asked for, then kept. */
final class Part {
  private final Supplier<Map<String, String>> reading;
  private @Nullable Map<String, String> settings;
  private @Nullable SecretFault fault;

  Part(Supplier<Map<String, String>> reading) {
    this.reading = reading;
  }

  /** What it gives: nothing when it can't be used. */
  synchronized Map<String, String> settings() {
    Map<String, String> known = settings;
    if (known == null) {
      try {
        known = reading.get();
      } catch (SecretFault e) {
        fault = e;
        known = Map.of();
      }
      settings = known;
    }
    return known;
  }

  /** Why it gives nothing; null when it gives something. */
  synchronized @Nullable SecretFault fault() {
    settings();
    return fault;
  }

  /** Whether anybody asked for it yet. */
  synchronized boolean isRead() {
    return settings != null;
  }

  synchronized void replace(Map<String, String> newer) {
    settings = newer;
    fault = null;
  }
}
