package io.doula.reminder;

import io.doula.channel.Channel;
import io.doula.core.Times;
import io.doula.queue.Hint;
import io.doula.queue.Wakeups;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Tells workers what is due. A reminder is QUEUED once its hint was given; whether the hint arrives
 * or not, workers that look for themselves take it all the same.
 */
@Component
class Queueing {
  private static final int AT_ONCE = 1_000;
  private static final int MOST = 20_000;

  private final JdbcClient jdbc;
  private final Wakeups wakeups;
  private final Channels channels;
  private final DeliverySettings settings;

  Queueing(JdbcClient jdbc, Wakeups wakeups, Channels channels, DeliverySettings settings) {
    this.jdbc = jdbc;
    this.wakeups = wakeups;
    this.channels = channels;
    this.settings = settings;
  }

  /** Gives hints for what is due: no more than can leave until the next tick but one. */
  void queueDue(Instant now) {
    if (wakeups.carries()) {
      channels.names().forEach(name -> queueDue(channels.get(name), now));
    }
  }

  private void queueDue(Channel channel, Instant now) {
    int left = most(channel);
    for (int some = AT_ONCE; some == AT_ONCE && left > 0; left -= some) {
      List<Hint> hints = queue(channel.name(), now);
      wakeups.publish(hints);
      some = hints.size();
    }
  }

  private int most(Channel channel) {
    long twoTicks = 2 * channel.ratePerSecond() * Math.max(1, settings.tick().toSeconds());
    return channel.ratePerSecond() == 0 ? MOST : (int) Math.min(MOST, twoTicks);
  }

  private List<Hint> queue(String channel, Instant now) {
    return jdbc.sql(
            """
            with due as (
              select id
              from reminder
              where state in ('PLANNED', 'QUEUED', 'RETRY') and state <> 'QUEUED'
                and channel = :channel and claim_at <= :now
              order by claim_at, id
              limit :limit
              for update skip locked)
            update reminder r
            set state = 'QUEUED'
            from due
            where r.id = due.id
            returning r.id, r.epoch, r.channel
            """)
        .param("channel", channel)
        .param("now", Times.utc(now))
        .param("limit", AT_ONCE)
        .query(
            (row, n) -> new Hint(row.getLong("id"), row.getInt("epoch"), row.getString("channel")))
        .list();
  }
}
