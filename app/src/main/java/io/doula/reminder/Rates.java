package io.doula.reminder;

import io.doula.channel.Channel;
import io.doula.core.Times;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Each channel's token bucket, one for all workers: the table holds the instant up to which the
 * rate is spent. The bucket holds a tenth of a second's messages, so that no second carries much
 * more than the rate.
 */
@Component
class Rates {
  private static final int BURSTS_PER_SECOND = 10;

  private final JdbcClient jdbc;

  Rates(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * How many messages may go now. Where the channel has a rate, its bucket is locked until the
   * transaction ends.
   */
  int left(Channel channel, int wanted, Instant now) {
    int rate = channel.ratePerSecond();
    Instant free = freeAt(channel.name(), rate > 0);
    if (free.isAfter(now)) {
      return 0;
    }
    if (rate == 0) {
      return wanted;
    }
    long nanos = Duration.between(latest(free, bucketStart(rate, now)), now).toNanos();
    return (int) Math.min(wanted, nanos / nanosEach(rate));
  }

  /** Takes tokens that {@link #left} said are there. */
  void spend(Channel channel, int messages, Instant now) {
    int rate = channel.ratePerSecond();
    if (rate > 0 && messages > 0) {
      Instant free = latest(freeAt(channel.name(), true), bucketStart(rate, now));
      write(channel.name(), free.plusNanos(messages * nanosEach(rate)));
    }
  }

  /** The provider wants to be left alone, by everybody. */
  void pause(String channel, Duration pause, Instant now) {
    write(channel, latest(freeAt(channel, true), now.plus(pause)));
  }

  /** Locked, it is there to be locked: also two that come first at once take turns. */
  private Instant freeAt(String channel, boolean locked) {
    Optional<Instant> known = read(channel, locked);
    if (known.isEmpty() && locked) {
      write(channel, Instant.EPOCH);
      known = read(channel, true);
    }
    return known.orElse(Instant.EPOCH);
  }

  private Optional<Instant> read(String channel, boolean locked) {
    return jdbc.sql(
            "select free_at from channel_rate where channel = :channel"
                + (locked ? " for update" : ""))
        .param("channel", channel)
        .query(OffsetDateTime.class)
        .optional()
        .map(OffsetDateTime::toInstant);
  }

  private void write(String channel, Instant free) {
    jdbc.sql(
            """
            insert into channel_rate (channel, free_at) values (:channel, :free)
            on conflict (channel) do update
            set free_at = greatest(channel_rate.free_at, excluded.free_at)
            """)
        .param("channel", channel)
        .param("free", Times.utc(free))
        .update();
  }

  private static Instant bucketStart(int rate, Instant now) {
    return now.minusNanos(bucket(rate) * nanosEach(rate));
  }

  /** How many messages of such a rate its bucket holds. */
  static int bucket(int rate) {
    return Math.max(1, rate / BURSTS_PER_SECOND);
  }

  private static long nanosEach(int rate) {
    return Duration.ofSeconds(1).toNanos() / rate;
  }

  private static Instant latest(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
