package io.doula.reminder;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The last question before a message leaves, asked in the transaction that claims it: may she be
 * written to, now, about this, and how?
 *
 * @param setUp the channels that can send
 * @param blocks what providers do not let us send
 */
record LastQuestion(Set<String> setUp, Blocks blocks, Instant now) {
  /** A reminder waits so long after its due time for a channel that is blocked or down. */
  static final Duration PATIENCE = Duration.ofHours(1);

  private static final Duration NO_CHANNEL_PAUSE = Duration.ofMinutes(15);

  /** The answer, with its reason in words. */
  sealed interface Answer {}

  /**
   * Yes: on this channel, to this address.
   *
   * @param ways the channels that could take it instead
   */
  record Send(String channel, String to, List<String> ways) implements Answer {}

  /** No, and not later: the state it ends in. */
  record End(State state, String why) implements Answer {}

  /** Not now. */
  record Later(Instant at, String why) implements Answer {}

  /**
   * @param open the visits that it still speaks of
   * @param set the message set ({@code doula_due_v1/sw}) it belongs to
   */
  Answer ask(Course reminder, Person person, List<SpokenVisit> open, String set) {
    if (!now.isBefore(reminder.expiresAt())) {
      return new End(State.EXPIRED, reminder.stale());
    }
    Optional<String> no = person.whyNot();
    if (no.isPresent()) {
      return new End(State.SUPPRESSED, no.get());
    }
    if (open.isEmpty()) {
      return new End(State.SUPPRESSED, "what it spoke of is done or no longer follows");
    }
    if (person.hours().isQuiet(now)) {
      return new Later(person.hours().quietEnd(now), "quiet hours");
    }
    return choose(reminder, person, set);
  }

  private Answer choose(Course reminder, Person person, String set) {
    List<String> ways = person.ways(setUp, reminder.passed());
    if (ways.isEmpty()) {
      return nowhere(reminder, person);
    }
    Optional<Blocks.Block> first = Optional.empty();
    for (String channel : ways) {
      Optional<Blocks.Block> block = blocks.of(channel, set, now);
      if (block.isEmpty()) {
        List<String> others = ways.stream().filter(way -> !way.equals(channel)).toList();
        return new Send(channel, person.addressOn(channel).orElseThrow(), others);
      }
      first = first.or(() -> block);
      if (now.isBefore(reminder.dueAt().plus(PATIENCE))) {
        break;
      }
    }
    Blocks.Block block = first.orElseThrow();
    Instant patient = reminder.dueAt().plus(PATIENCE);
    Instant again =
        now.isBefore(patient) && patient.isBefore(block.tryAt()) ? patient : block.tryAt();
    return new Later(again, "%s is blocked: %s".formatted(block.channel(), block.why()));
  }

  private Answer nowhere(Course reminder, Person person) {
    return reminder.passed().isEmpty() && person.unreachable().isEmpty()
        ? new Later(
            now.plus(NO_CHANNEL_PAUSE),
            "none of her channels %s is set up or has an address".formatted(person.channels()))
        : new End(
            State.FAILED, "none of her channels %s can reach her".formatted(person.channels()));
  }
}
