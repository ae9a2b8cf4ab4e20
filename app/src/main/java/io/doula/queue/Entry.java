package io.doula.queue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Hints of one channel as they lie in the stream: {@code channel} "sms", {@code due} "12:3,13:1"
 * (reminder:epoch).
 */
final class Entry {
  private static final int MOST_HINTS = 100;
  private static final Pattern DUE = Pattern.compile("\\d{1,18}:\\d{1,9}(,\\d{1,18}:\\d{1,9})*");

  private Entry() {}

  static List<Map<String, String>> write(List<Hint> hints) {
    Map<String, List<Hint>> byChannel =
        hints.stream()
            .collect(Collectors.groupingBy(Hint::channel, LinkedHashMap::new, Collectors.toList()));
    List<Map<String, String>> entries = new ArrayList<>();
    byChannel.forEach(
        (channel, all) -> {
          for (int from = 0; from < all.size(); from += MOST_HINTS) {
            List<Hint> some = all.subList(from, Math.min(all.size(), from + MOST_HINTS));
            entries.add(Map.of("channel", channel, "due", due(some)));
          }
        });
    return entries;
  }

  private static String due(List<Hint> hints) {
    return hints.stream()
        .map(hint -> hint.reminderId() + ":" + hint.epoch())
        .collect(Collectors.joining(","));
  }

  /** Empty when this is no entry of ours. */
  static List<Hint> read(Map<String, String> entry) {
    String channel = Objects.requireNonNullElse(entry.get("channel"), "");
    String due = Objects.requireNonNullElse(entry.get("due"), "");
    if (channel.isEmpty() || !DUE.matcher(due).matches()) {
      return List.of();
    }
    return Stream.of(due.split(",")).map(hint -> hint(hint.split(":"), channel)).toList();
  }

  private static Hint hint(String[] numbers, String channel) {
    return new Hint(Long.parseLong(numbers[0]), Integer.parseInt(numbers[1]), channel);
  }
}
