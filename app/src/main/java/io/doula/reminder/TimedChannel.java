package io.doula.reminder;

import io.doula.channel.Channel;
import io.doula.channel.Outcome;
import io.doula.channel.Outgoing;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** A channel whose calls are timed, also those that end in an exception. */
record TimedChannel(Channel channel, Timer calls) implements Channel {

  @Override
  public String name() {
    return channel.name();
  }

  @Override
  public boolean sendsReceipts() {
    return channel.sendsReceipts();
  }

  @Override
  public int ratePerSecond() {
    return channel.ratePerSecond();
  }

  @Override
  public Outcome send(Outgoing message, Duration deadline) {
    return Objects.requireNonNull(calls.record(() -> channel.send(message, deadline)));
  }

  @Override
  public Optional<Outcome> find(long reminderId, int number) {
    return channel.find(reminderId, number);
  }
}
