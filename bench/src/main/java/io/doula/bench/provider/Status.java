package io.doula.bench.provider;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;

/** What became of a message, to be told when its time comes. */
public final class Status implements Delayed {
  private final Acceptance message;
  private final Kind kind;
  private final long happenedAt;
  private final long dueNanos;

  /** How far a message came. */
  public enum Kind {
    SENT,
    DELIVERED,
    READ;

    Kind later(Kind other) {
      return compareTo(other) > 0 ? this : other;
    }
  }

  Status(Acceptance message, Kind kind, Duration in) {
    this(message, kind, in, Instant.now().plus(in).getEpochSecond());
  }

  private Status(Acceptance message, Kind kind, Duration in, long happenedAt) {
    this.message = message;
    this.kind = kind;
    this.happenedAt = happenedAt;
    this.dueNanos = System.nanoTime() + in.toNanos();
  }

  /** The same, told later. */
  Status in(Duration time) {
    return new Status(message, kind, time, happenedAt);
  }

  long reminderId() {
    return message.reminderId();
  }

  Kind kind() {
    return kind;
  }

  String json() {
    return "{\"id\":\"%s\",\"status\":\"%s\",\"timestamp\":\"%d\",\"recipient_id\":\"%s\",\"biz_opaque_callback_data\":\"%d:%d\"}"
        .formatted(
            message.wamid(),
            kind.name().toLowerCase(Locale.ROOT),
            happenedAt,
            message.to(),
            message.reminderId(),
            message.number());
  }

  @Override
  public long getDelay(TimeUnit unit) {
    return unit.convert(dueNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  @Override
  public int compareTo(Delayed other) {
    return Long.compare(dueNanos, ((Status) other).dueNanos);
  }
}
