package io.doula.reminder;

import io.doula.core.Times;
import io.doula.core.Viewer;
import io.doula.queue.Wakeups;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** How delivery stands, as staff see it: numbers of the viewer's clinics, and what holds it up. */
@Component
public class DeliveryBoard {
  /** How far back ended reminders are counted, by the time they fell due. */
  public static final Duration LOOK_BACK = Duration.ofDays(7);

  /** What waits again does so for no longer: the end of quiet hours, of a pause, of a block. */
  private static final Duration LONGEST_WAIT = Duration.ofDays(2);

  private static final String IN_HER_CLINICS =
      "r.mother_id in (select id from mother where clinic_id = any(:clinics))";

  private final JdbcClient jdbc;
  private final Watch watch;
  private final Channels channels;
  private final DeliverySettings settings;
  private final Wakeups wakeups;
  private final Presence presence;

  DeliveryBoard(
      JdbcClient jdbc,
      Watch watch,
      Channels channels,
      DeliverySettings settings,
      Wakeups wakeups,
      Presence presence) {
    this.wakeups = wakeups;
    this.presence = presence;
    this.jdbc = jdbc;
    this.channels = channels;
    this.watch = watch;
    this.settings = settings;
  }

  /**
   * What stands on it.
   *
   * @param states reminders that fell due since {@code from}, and those still open that fell due
   *     before; each state is there
   * @param oldestDue how long the one of the viewer's clinics that has waited longest for a worker
   *     has been due
   * @param held those of the unknown ones that only a receipt or a person ends
   * @param guardUntil what fell due before is held; null in ordinary times
   */
  public record Standing(
      Instant from,
      Map<State, Integer> states,
      Duration oldestDue,
      int held,
      List<OnChannel> channels,
      @Nullable Instant guardUntil) {}

  /**
   * A beat or a worker.
   *
   * @param role {@code beat} or {@code worker}
   * @param name its host and process, or its function
   * @param at when it last showed
   */
  public record Working(String role, String name, Instant at) {}

  /**
   * The machinery behind it.
   *
   * @param working beats and workers that were seen within a day, the latest of each first
   * @param hasQueue whether hints go through a queue; else workers look by themselves
   * @param queue what lies in it; null when it can't be looked into
   */
  public record Machinery(
      List<Working> working, boolean hasQueue, Wakeups.@Nullable Standing queue) {}

  /** A channel with what its provider does not let us send; empty name: none reaches her. */
  public record OnChannel(Watch.OnChannel seen, List<Blocked> blocks) {}

  /**
   * What a provider does not let us send.
   *
   * @param scope a message set, or {@code *} for the whole channel
   * @param why in words
   * @param tryAt when one message tries whether it is over
   */
  public record Blocked(String scope, String why, Instant since, Instant tryAt) {}

  /** Reads the board for a viewer. */
  @Transactional(readOnly = true)
  public Standing read(Viewer viewer, Instant now) {
    Instant from = now.minus(LOOK_BACK);
    List<Blocks.Block> blocks = Blocks.all(jdbc);
    List<OnChannel> seen =
        watch.look(now).channels().stream()
            .map(one -> new OnChannel(one, of(one, blocks)))
            .toList();
    return new Standing(
        from,
        states(viewer, from, now),
        oldestDue(viewer, now),
        held(viewer),
        seen,
        settings.guardUntil());
  }

  /** Reads what an ADMIN sees of the machinery; asks the queue, which may take two seconds. */
  public Machinery machinery() {
    return new Machinery(presence.all(), wakeups.carries(), wakeups.look().orElse(null));
  }

  private static List<Blocked> of(Watch.OnChannel seen, List<Blocks.Block> blocks) {
    return blocks.stream()
        .filter(block -> block.channel().equals(seen.channel()))
        .map(block -> new Blocked(block.scope(), block.why(), block.since(), block.tryAt()))
        .toList();
  }

  private Map<State, Integer> states(Viewer viewer, Instant from, Instant now) {
    Map<State, Integer> states = new EnumMap<>(State.class);
    for (State state : State.values()) {
      states.put(state, 0);
    }
    ofHers(
            """
            select r.state, count(*) as reminders
            from reminder r
            where r.due_at > :from and r.due_at <= :now and HERS
            group by r.state
            union all
            select r.state, count(*)
            from reminder r
            where (r.state in ('PLANNED', 'QUEUED', 'RETRY') and r.channel = any(:channels)
                  and r.claim_at <= :soon
                or r.state = 'SENDING' or r.state = 'UNKNOWN')
              and r.due_at <= :from and HERS
            group by r.state
            """,
            viewer)
        .param("from", Times.utc(from))
        .param("now", Times.utc(now))
        .param("soon", Times.utc(now.plus(LONGEST_WAIT)))
        .param("channels", channels.all().toArray(String[]::new))
        .query(
            row -> {
              states.merge(
                  State.valueOf(row.getString("state")), row.getInt("reminders"), Integer::sum);
            });
    return states;
  }

  private Duration oldestDue(Viewer viewer, Instant now) {
    return ofHers(
            """
            select least(
              (select min(r.claim_at)
               from reminder r
               where r.state in ('PLANNED', 'QUEUED', 'RETRY') and r.channel = any(:channels)
                 and r.claim_at <= :now and HERS),
              (select min(r.lease_until)
               from reminder r
               where r.state = 'SENDING' and r.lease_until <= :now and HERS))
            """,
            viewer)
        .param("now", Times.utc(now))
        .param("channels", channels.all().toArray(String[]::new))
        .query((row, n) -> age(row.getObject(1, OffsetDateTime.class), now))
        .single();
  }

  private static Duration age(@Nullable OffsetDateTime since, Instant now) {
    return since == null ? Duration.ZERO : Duration.between(since.toInstant(), now);
  }

  private int held(Viewer viewer) {
    return ofHers(
            """
            select count(*)
            from reminder r
            where r.state = 'UNKNOWN' and r.claim_at = 'infinity' and HERS
            """,
            viewer)
        .query(Integer.class)
        .single();
  }

  /** Where all are hers nothing is asked: it counts faster. */
  private JdbcClient.StatementSpec ofHers(String sql, Viewer viewer) {
    if (viewer.seesAll()) {
      return jdbc.sql(sql.replace("HERS", "true"));
    }
    return jdbc.sql(sql.replace("HERS", IN_HER_CLINICS)).param("clinics", viewer.clinicArray());
  }
}
