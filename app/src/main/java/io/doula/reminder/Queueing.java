package io.doula.reminder;

import io.doula.channel.Channel;
import io.doula.core.Times;
import io.doula.queue.Hint;
import io.doula.queue.Wakeups;
import java.sql.ResultSet;
import java.sql.SQLException;
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

  /**
   * Gives hints for what is due, so that no more of it stands hinted than can leave until the next
   * tick but one: of a herd the rest is hinted by the ticks that follow.
   */
  void queueDue(Instant now) {
    if (wakeups.carries()) {
      channels.names().forEach(name -> queueDue(channels.get(name), now));
    }
  }

  /**
   * The same for workers who look only when they are told: each channel on which something is due
   * gets at least one hint, also where all was hinted before. So a hint that was lost, or whose
   * worker died with it in hand, costs a tick.
   *
   * @return how many hints were given
   */
  int queueDueAndRemind(Instant now) {
    int given = 0;
    if (wakeups.carries()) {
      for (String name : channels.names()) {
        int some = queueDue(channels.get(name), now);
        given += some == 0 ? remind(name, now) : some;
      }
    }
    return given;
  }

  private int queueDue(Channel channel, Instant now) {
    int most = most(channel);
    int left = most - hinted(channel.name(), most, now);
    int given = 0;
    List<Hint> hints = queue(channel.name(), Math.min(AT_ONCE, left), now);
    while (!hints.isEmpty()) {
      wakeups.publish(hints);
      given += hints.size();
      hints = queue(channel.name(), Math.min(AT_ONCE, left - given), now);
    }
    return given;
  }

  /** How many are hinted and still due; counted in the claim's order, in which hints are given. */
  private int hinted(String channel, int most, Instant now) {
    return jdbc.sql(
            """
            select count(*)
            from (
              select from reminder
              where state in ('PLANNED', 'QUEUED', 'RETRY') and state = 'QUEUED'
                and channel = :channel and claim_at <= :now
              order by claim_at, id
              limit :most) q
            """)
        .param("channel", channel)
        .param("now", Times.utc(now))
        .param("most", most)
        .query(Integer.class)
        .single();
  }

  /** One is enough: whoever takes it works off the channel by due time, whatever the hint names. */
  private int remind(String channel, Instant now) {
    List<Hint> oldest =
        jdbc.sql(
                """
                select id, epoch, channel
                from reminder
                where state in ('PLANNED', 'QUEUED', 'RETRY')
                  and channel = :channel and claim_at <= :now
                order by claim_at, id
                limit 1
                """)
            .param("channel", channel)
            .param("now", Times.utc(now))
            .query(Queueing::hint)
            .list();
    wakeups.publish(oldest);
    return oldest.size();
  }

  private int most(Channel channel) {
    long twoTicks = 2L * channel.ratePerSecond() * Math.max(1, settings.tick().toSeconds());
    return channel.ratePerSecond() == 0 ? MOST : (int) Math.min(MOST, twoTicks);
  }

  private List<Hint> queue(String channel, int limit, Instant now) {
    if (limit <= 0) {
      return List.of();
    }
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
        .param("limit", limit)
        .query(Queueing::hint)
        .list();
  }

  private static Hint hint(ResultSet row, int n) throws SQLException {
    return new Hint(row.getLong("id"), row.getInt("epoch"), row.getString("channel"));
  }
}
