package io.doula.queue;

import java.util.Optional;

/** Hints go nowhere. */
final class NoQueue implements Queue {
  @Override
  public String described() {
    return "none";
  }

  @Override
  public Optional<String> trouble() {
    return Optional.empty();
  }

  @Override
  public Wakeups open() {
    return new NoWakeups();
  }
}
