package io.doula.queue;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Hints of one channel as they lie in the stream: {@code channel} "sms", {@code due} "12:3,13:1"
 * (reminder:epoch).
 */
final class Entry {
  private static final int MOST_HINTS = 100;

  private Entry() {}

  static List<Map<String, String>> write(List<Hint> hints) {
    return Hints.write(hints, MOST_HINTS, (channel, due) -> Map.of("channel", channel, "due", due));
  }

  /** Empty when this is no entry of ours. */
  static List<Hint> read(Map<String, String> entry) {
    String channel = Objects.requireNonNullElse(entry.get("channel"), "");
    String due = Objects.requireNonNullElse(entry.get("due"), "");
    return channel.isEmpty() ? List.of() : Hints.due(channel, due);
  }
}
