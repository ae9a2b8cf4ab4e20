package io.doula.reminder;

import io.doula.core.Sight;
import io.doula.core.Times;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Whether reminders leave in time: one quick question to the tables, which tells no person's
 * things.
 */
@Component
public class Watch {
  /** How long something due may wait while nobody takes anything before delivery is down. */
  public static final Duration PATIENCE = Duration.ofMinutes(5);

  /** No more than these are counted: who watches needs no more, and the answer stays quick. */
  public static final int MOST_COUNTED = 1000;

  private static final int TIMEOUT_SECONDS = 2;

  /**
   * What waits is read from each channel's own line in the claim's index; unknown and failed ones
   * from theirs.
   */
  static final String LOOK =
      """
      select c.name, w.claim_at as oldest, p.taken_at, b.scopes,
        (select min(r.lease_until)
         from reminder r
         where r.state = 'SENDING' and r.lease_until <= :now and r.channel = c.name) as lapsed,
        (select count(*)
         from (select from reminder where state = 'UNKNOWN' limit :most) u) as unknown,
        (select count(*)
         from (select from reminder
               where state = 'FAILED' and ended_at > :yesterday limit :most) f) as failed
      from unnest(cast(:names as text[])) as c (name)
      left join lateral (
        select r.claim_at
        from reminder r
        where r.state in ('PLANNED', 'QUEUED', 'RETRY') and r.channel = c.name
          and r.claim_at <= :now
        order by r.claim_at, r.id
        limit 1) w on true
      left join channel_pulse p on p.channel = c.name
      left join lateral (
        select array_agg(scope order by scope) as scopes
        from channel_block
        where channel = c.name) b on true
      """;

  private final JdbcClient jdbc;
  private final Channels channels;
  private final Delivery delivery;

  Watch(DataSource database, Channels channels, Delivery delivery) {
    JdbcTemplate impatient = new JdbcTemplate(database);
    impatient.setQueryTimeout(TIMEOUT_SECONDS);
    this.jdbc = JdbcClient.create(impatient);
    this.channels = channels;
    this.delivery = delivery;
  }

  /** How a channel is. */
  public enum ChannelState {
    UP,
    /** Its provider does not answer this process, which leaves it alone for a while. */
    DOWN,
    /** Its provider does not let us send all or some of it. */
    BLOCKED,
    /** Not set up in this process. */
    OFF
  }

  /**
   * One channel's line.
   *
   * @param channel its name; empty for those whom no channel reaches
   * @param oldestDue how long the one that has waited longest for a worker has been due; zero when
   *     none waits
   * @param unclaimed whether something waits beyond all patience and nobody takes anything
   * @param blocked the message sets that may not go, {@code *} for all
   */
  public record OnChannel(
      String channel,
      ChannelState state,
      Duration oldestDue,
      boolean unclaimed,
      List<String> blocked) {

    /** For people: those whom no channel reaches stand on {@code none}. */
    public String name() {
      return channel.equals(Channels.NONE) ? "none" : channel;
    }
  }

  /**
   * What was seen.
   *
   * @param unknown how many reminders nobody knows the outcome of, as far as they are counted
   * @param failed how many failed within a day, as far as they are counted
   */
  public record Seen(List<OnChannel> channels, int unknown, int failed) {
    public Duration oldestDue() {
      return channels.stream()
          .map(OnChannel::oldestDue)
          .max(Comparator.naturalOrder())
          .orElse(Duration.ZERO);
    }

    /** Whether something due waits and nobody claims. */
    public boolean isDown() {
      return channels.stream().anyMatch(OnChannel::unclaimed);
    }
  }

  /**
   * Looks. One past its expiry waits too, for whoever claims to end it; so does one whose worker
   * let its lease lapse.
   *
   * @throws org.springframework.dao.DataAccessException when the database does not answer
   */
  public Seen look(Instant now) {
    return Sight.ALL.get(() -> seen(now));
  }

  private Seen seen(Instant now) {
    int[] counts = {0, 0};
    List<OnChannel> seen =
        jdbc.sql(LOOK)
            .param("now", Times.utc(now))
            .param("yesterday", Times.utc(now.minus(Duration.ofDays(1))))
            .param("names", channels.all().toArray(String[]::new))
            .param("most", MOST_COUNTED)
            .query(
                (row, n) -> {
                  counts[0] = row.getInt("unknown");
                  counts[1] = row.getInt("failed");
                  return line(row, now);
                })
            .list();
    return new Seen(seen, counts[0], counts[1]);
  }

  private OnChannel line(ResultSet row, Instant now) throws SQLException {
    String channel = row.getString("name");
    Duration waits = age(row, "oldest", now);
    Duration lapsed = age(row, "lapsed", now);
    @Nullable OffsetDateTime taken = row.getObject("taken_at", OffsetDateTime.class);
    boolean worked = taken != null && !taken.toInstant().isBefore(now.minus(PATIENCE));
    boolean unclaimed = lapsed.compareTo(PATIENCE) > 0 || waits.compareTo(PATIENCE) > 0 && !worked;
    @Nullable Array scopes = row.getArray("scopes");
    List<String> blocked = scopes == null ? List.of() : Arrays.asList((String[]) scopes.getArray());
    Duration oldest = waits.compareTo(lapsed) > 0 ? waits : lapsed;
    return new OnChannel(channel, state(channel, blocked), oldest, unclaimed, blocked);
  }

  private ChannelState state(String channel, List<String> blocked) {
    if (!channels.names().contains(channel)) {
      return ChannelState.OFF;
    }
    if (delivery.isDown(channel)) {
      return ChannelState.DOWN;
    }
    return blocked.isEmpty() ? ChannelState.UP : ChannelState.BLOCKED;
  }

  private static Duration age(ResultSet row, String column, Instant now) throws SQLException {
    @Nullable OffsetDateTime since = row.getObject(column, OffsetDateTime.class);
    return since == null ? Duration.ZERO : Duration.between(since.toInstant(), now);
  }
}
