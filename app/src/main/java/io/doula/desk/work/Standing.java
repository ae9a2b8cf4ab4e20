package io.doula.desk.work;

import io.doula.core.Invalid;
import io.doula.reminder.State;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Where a reminder stands, as people put it. */
enum Standing {
  WAITING(State.PLANNED, State.QUEUED, State.SENDING, State.RETRY),
  SENT(State.ACCEPTED, State.SENT),
  ARRIVED(State.DELIVERED, State.READ),
  UNCLEAR(State.UNKNOWN),
  FAILED(State.FAILED),
  NOT_SENT(State.SUPPRESSED, State.CANCELLED, State.EXPIRED);

  private final Set<State> states;

  Standing(State... states) {
    this.states = Set.of(states);
  }

  Set<State> states() {
    return states;
  }

  /** As an address and a text's key have it: {@code not-sent}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  int in(Map<State, Integer> counts) {
    return states.stream().mapToInt(state -> counts.getOrDefault(state, 0)).sum();
  }

  static Standing of(State state) {
    return Arrays.stream(values()).filter(s -> s.states.contains(state)).findFirst().orElseThrow();
  }

  /**
   * @throws Invalid when there is none of that name
   */
  static Standing read(String key) {
    return Arrays.stream(values())
        .filter(s -> s.key().equals(key))
        .findFirst()
        .orElseThrow(() -> new Invalid("state", "is none that a reminder can be in"));
  }
}
