package io.doula.reminder;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The last question before a message leaves, asked in the transaction that claims it: may she be
 * written to, now, about this, and how?
 *
 * @param setUp the channels that can send
 * @param down channels that could send, but whose provider does not answer: what has no other way
 *     stays in their line
 * @param blocks what providers do not let us send
 */
record LastQuestion(Set<String> setUp, Set<String> down, Blocks blocks, Instant now) {
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
    boolean patient = now.isBefore(patientUntil(reminder));
    List<String> asked = patient ? ways.subList(0, 1) : ways;
    return asked.stream()
        .filter(channel -> blocks.of(channel, set).isEmpty())
        .findFirst()
        .or(() -> asked.stream().filter(channel -> isTryDue(channel, set)).findFirst())
        .map(channel -> send(channel, ways, person))
        .orElseGet(() -> untilItMayBeTried(reminder, asked, set));
  }

  /** Until then it waits for a channel that is blocked or down, though another may reach her. */
  static Instant patientUntil(Course reminder) {
    return reminder.dueAt().plus(PATIENCE);
  }

  /** Whether a message may try if a block is over. */
  private boolean isTryDue(String channel, String set) {
    return blocks.of(channel, set).filter(block -> !block.tryAt().isAfter(now)).isPresent();
  }

  private static Answer send(String channel, List<String> ways, Person person) {
    List<String> others = ways.stream().filter(way -> !way.equals(channel)).toList();
    return new Send(channel, person.addressOn(channel).orElseThrow(), others);
  }

  private Answer untilItMayBeTried(Course reminder, List<String> blocked, String set) {
    List<Blocks.Block> standing =
        blocked.stream().flatMap(channel -> blocks.of(channel, set).stream()).toList();
    Instant again =
        Stream.concat(standing.stream().map(Blocks.Block::tryAt), Stream.of(patientUntil(reminder)))
            .filter(at -> at.isAfter(now))
            .min(Comparator.naturalOrder())
            .orElseThrow();
    Blocks.Block first = standing.get(0);
    return new Later(again, "%s is blocked: %s".formatted(first.channel(), first.why()));
  }

  private Answer nowhere(Course reminder, Person person) {
    List<String> silent = person.ways(down, reminder.passed());
    if (!silent.isEmpty()) {
      return new Later(now, silent.get(0) + " does not answer, and no other channel reaches her");
    }
    return reminder.passed().isEmpty() && person.unreachable().isEmpty()
        ? new Later(
            now.plus(NO_CHANNEL_PAUSE),
            "none of her channels %s is set up or has an address".formatted(person.channels()))
        : new End(
            State.FAILED, "none of her channels %s can reach her".formatted(person.channels()));
  }
}
