package io.doula.reminder;

import io.doula.core.Times;
import io.doula.core.Viewer;
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

  private final JdbcClient jdbc;
  private final Watch watch;
  private final DeliverySettings settings;

  DeliveryBoard(JdbcClient jdbc, Watch watch, DeliverySettings settings) {
    this.jdbc = jdbc;
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
    List<OnChannel> channels =
        watch.look(now).channels().stream()
            .map(seen -> new OnChannel(seen, of(seen, blocks)))
            .toList();
    return new Standing(
        from,
        states(viewer, from, now),
        oldestDue(viewer, now),
        held(viewer),
        channels,
        settings.guardUntil());
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
            where r.due_at > :from and r.due_at <= :now and (:all or exists (
              select from mother m where m.id = r.mother_id and m.clinic_id = any(:clinics)))
            group by r.state
            union all
            select r.state, count(*)
            from reminder r
            where (r.state in ('PLANNED', 'QUEUED', 'RETRY') and r.claim_at <> 'infinity'
                or r.state = 'SENDING' or r.state = 'UNKNOWN')
              and r.due_at <= :from and (:all or exists (
              select from mother m where m.id = r.mother_id and m.clinic_id = any(:clinics)))
            group by r.state
            """,
            viewer)
        .param("from", Times.utc(from))
        .param("now", Times.utc(now))
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
               where r.state in ('PLANNED', 'QUEUED', 'RETRY') and r.claim_at <= :now
                 and (:all or exists (
                   select from mother m where m.id = r.mother_id and m.clinic_id = any(:clinics)))),
              (select min(r.lease_until)
               from reminder r
               where r.state = 'SENDING' and r.lease_until <= :now
                 and (:all or exists (
                   select from mother m where m.id = r.mother_id and m.clinic_id = any(:clinics)))))
            """,
            viewer)
        .param("now", Times.utc(now))
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
            where r.state = 'UNKNOWN' and r.claim_at = 'infinity' and (:all or exists (
              select from mother m where m.id = r.mother_id and m.clinic_id = any(:clinics)))
            """,
            viewer)
        .query(Integer.class)
        .single();
  }

  private JdbcClient.StatementSpec ofHers(String sql, Viewer viewer) {
    return jdbc.sql(sql).param("all", viewer.seesAll()).param("clinics", viewer.clinicArray());
  }
}
