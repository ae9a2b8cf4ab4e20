package io.doula.reminder;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The last question before a message leaves, asked in the transaction that claims it: may she be
 * written to, now, about this, and how?
 */
final class LastQuestion {
  private LastQuestion() {}

  /** The answer, with its reason in words. */
  sealed interface Answer {}

  /** Yes: on this channel, to this address, about these visits. */
  record Send(String channel, String to, List<SpokenVisit> visits) implements Answer {}

  /** No, and not later: the state it ends in. */
  record End(State state, String why) implements Answer {}

  /** Not now. */
  record Later(Instant at, String why) implements Answer {}

  static Answer ask(
      Claimed reminder,
      Person person,
      List<SpokenVisit> visits,
      Set<String> channels,
      Instant now) {
    if (!now.isBefore(reminder.expiresAt())) {
      return new End(
          State.EXPIRED, "its time ended at %s before it could go".formatted(reminder.expiresAt()));
    }
    Optional<String> no = person.whyNot();
    if (no.isPresent()) {
      return new End(State.SUPPRESSED, no.get());
    }
    List<SpokenVisit> open = visits.stream().filter(SpokenVisit::open).toList();
    if (open.isEmpty()) {
      return new End(State.SUPPRESSED, "what it spoke of is done or no longer follows");
    }
    if (person.hours().isQuiet(now)) {
      return new Later(person.hours().quietEnd(now), "quiet hours");
    }
    return choose(person, open, channels, now);
  }

  private static Answer choose(
      Person person, List<SpokenVisit> open, Set<String> channels, Instant now) {
    for (String channel : person.channels()) {
      Optional<String> to = person.addressOn(channel);
      if (channels.contains(channel) && to.isPresent()) {
        return new Send(channel, to.get(), open);
      }
    }
    return new Later(
        now.plus(NO_CHANNEL_PAUSE),
        "none of her channels %s is set up or has an address".formatted(person.channels()));
  }

  private static final java.time.Duration NO_CHANNEL_PAUSE = java.time.Duration.ofMinutes(15);
}
