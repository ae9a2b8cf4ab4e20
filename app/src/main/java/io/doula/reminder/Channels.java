package io.doula.reminder;

import io.doula.channel.Channel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The channels that are set up here. */
@Component
class Channels {
  /** Where a reminder stands whose mother no channel reaches. */
  static final String NONE = "";

  private static final List<String> KNOWN = List.of(NONE, "whatsapp", "sms", "email");

  private final Map<String, Channel> setUp = new TreeMap<>();

  Channels(List<Channel> channels) {
    channels.forEach(channel -> setUp.put(channel.name(), channel));
  }

  Set<String> names() {
    return setUp.keySet();
  }

  /** Those that reminders may stand on although nothing here takes them. */
  List<String> notSetUp() {
    return KNOWN.stream().filter(name -> !setUp.containsKey(name)).toList();
  }

  Optional<Channel> find(String name) {
    return Optional.ofNullable(setUp.get(name));
  }

  /**
   * @throws IllegalArgumentException when it is not set up here
   */
  Channel get(String name) {
    return find(name).orElseThrow(() -> new IllegalArgumentException("no channel " + name));
  }

  boolean sendsReceipts(String name) {
    return find(name).map(Channel::sendsReceipts).orElse(false);
  }

  /** Where a reminder to her goes first. */
  String firstFor(Person person) {
    List<String> ways = person.ways(names(), List.of());
    return Stream.concat(ways.stream(), person.ways(Set.copyOf(KNOWN), List.of()).stream())
        .findFirst()
        .orElse(NONE);
  }
}
