package io.doula.queue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Hints as they travel: the channel's name and, after it, reminders with their epochs. As text,
 * {@code sms 12:3,13:1}.
 */
public final class Hints {
  /** More in one message are not ours. */
  static final int MOST = 1_000;

  private static final Pattern TEXT = Pattern.compile("([a-z]{1,20}) ([0-9:,]{3,29000})");
  private static final Pattern DUE = Pattern.compile("(\\d{1,18}):(\\d{1,9})");

  private Hints() {}

  /**
   * Reads what {@code DOULA_QUEUE_URL}'s queue carried.
   *
   * @param text a message's body
   * @return at least one, all of one channel
   * @throws UnreadableHints when it is nothing that Doula wrote; it doesn't repeat the text
   */
  public static List<Hint> read(@Nullable String text) throws UnreadableHints {
    Matcher parts = TEXT.matcher(text == null ? "" : text);
    List<Hint> hints = parts.matches() ? due(parts.group(1), parts.group(2)) : List.of();
    if (hints.isEmpty()) {
      throw new UnreadableHints(text == null ? 0 : text.length());
    }
    return hints;
  }

  /** As {@link #read} takes them, so many to a text. */
  static List<String> write(List<Hint> hints, int most) {
    return write(hints, most, (channel, due) -> channel + " " + due);
  }

  /** Hints of one channel together, so many to a message, in the order of their publishing. */
  static <M> List<M> write(List<Hint> hints, int most, BiFunction<String, String, M> message) {
    Map<String, List<Hint>> byChannel =
        hints.stream()
            .collect(Collectors.groupingBy(Hint::channel, LinkedHashMap::new, Collectors.toList()));
    List<M> messages = new ArrayList<>();
    byChannel.forEach(
        (channel, all) -> {
          for (int from = 0; from < all.size(); from += most) {
            List<Hint> some = all.subList(from, Math.min(all.size(), from + most));
            messages.add(message.apply(channel, due(some)));
          }
        });
    return messages;
  }

  private static String due(List<Hint> hints) {
    return hints.stream()
        .map(hint -> hint.reminderId() + ":" + hint.epoch())
        .collect(Collectors.joining(","));
  }

  /** Empty when this is not ours. */
  static List<Hint> due(String channel, String due) {
    String[] all = due.split(",", MOST + 2);
    if (all.length > MOST) {
      return List.of();
    }
    List<Hint> hints =
        Stream.of(all)
            .map(DUE::matcher)
            .filter(Matcher::matches)
            .map(one -> new Hint(Long.parseLong(one.group(1)), epoch(one), channel))
            .toList();
    return hints.size() == all.length ? hints : List.of();
  }

  private static int epoch(Matcher one) {
    return Integer.parseInt(one.group(2));
  }
}
