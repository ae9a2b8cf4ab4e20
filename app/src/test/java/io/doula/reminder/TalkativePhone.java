package io.doula.reminder;

import io.doula.channel.Channel;
import io.doula.channel.Outcome;
import io.doula.channel.Outgoing;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A provider that ends calls in every way there is and says too much each time. */
class TalkativePhone implements Channel {
  private static final List<Function<Outgoing, Outcome>> WAYS =
      List.of(
          m -> Outcome.accepted("talk-" + m.reminderId()),
          m -> Outcome.refused("busy, " + m.to() + " later"),
          m -> Outcome.tooMany("too many to " + m.to(), Duration.ofMillis(1)),
          m -> Outcome.unreachable("no such subscriber: " + m.to().substring(1)),
          m -> Outcome.rejected("<" + m.to() + "> " + Canaries.EMAIL + " was bad"),
          m -> Outcome.stopped("on the list: " + m.to()),
          m -> Outcome.unknown("reset while sending to " + m.to()),
          m -> {
            throw new IllegalStateException("can't send " + m);
          },
          m -> {
            throw new RuntimeException(m.to(), new IllegalArgumentException(m.text()));
          },
          m -> Outcome.blocked("*", "account of " + m.to() + " has no money"));

  private final AtomicInteger calls = new AtomicInteger();

  static int ways() {
    return WAYS.size();
  }

  @Override
  public String name() {
    return "sms";
  }

  @Override
  public boolean sendsReceipts() {
    return true;
  }

  @Override
  public int ratePerSecond() {
    return 0;
  }

  @Override
  public Outcome send(Outgoing message, Duration deadline) {
    return WAYS.get(calls.getAndIncrement() % WAYS.size()).apply(message);
  }

  @Override
  public Optional<Outcome> find(long reminderId, int number) {
    return Optional.empty();
  }
}
