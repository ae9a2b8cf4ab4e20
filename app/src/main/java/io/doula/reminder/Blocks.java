package io.doula.reminder;

import io.doula.core.Times;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What providers do not let us send. A message set that is blocked waits as a whole instead of
 * failing message by message; now and then one message tries whether it is over.
 */
final class Blocks {
  /** How often one message tries. */
  static final Duration PAUSE = Duration.ofMinutes(10);

  /** The scope that means the whole channel. */
  static final String ALL = "*";

  /**
   * A block that stands.
   *
   * @param scope a message set ({@code doula_due_v1/sw}) or {@link #ALL}
   * @param tryAt when one message may try again
   */
  record Block(String channel, String scope, String why, Instant since, Instant tryAt) {}

  private final List<Block> standing;
  private final List<Block> tried = new ArrayList<>();

  private Blocks(List<Block> standing) {
    this.standing = new ArrayList<>(standing);
  }

  static Blocks none() {
    return new Blocks(List.of());
  }

  static Blocks load(JdbcClient jdbc) {
    return new Blocks(all(jdbc));
  }

  static List<Block> all(JdbcClient jdbc) {
    return jdbc.sql("select channel, scope, why, since, try_at from channel_block order by since")
        .query(
            (row, n) ->
                new Block(
                    row.getString("channel"),
                    row.getString("scope"),
                    row.getString("why"),
                    row.getObject("since", OffsetDateTime.class).toInstant(),
                    row.getObject("try_at", OffsetDateTime.class).toInstant()))
        .list();
  }

  /** Which block keeps a message set from a channel, leaving those aside that are due for a try. */
  Optional<Block> of(String channel, String set, Instant now) {
    return standing.stream()
        .filter(block -> block.channel().equals(channel))
        .filter(block -> block.scope().equals(ALL) || block.scope().equals(set))
        .filter(block -> block.tryAt().isAfter(now))
        .findFirst();
  }

  /**
   * A message of this set goes.
   *
   * @return whether a block stands: then it is the one that tries, and all others wait
   */
  boolean sent(String channel, String set, Instant now) {
    boolean tries = false;
    for (int i = 0; i < standing.size(); i++) {
      Block block = standing.get(i);
      if (block.channel().equals(channel)
          && (block.scope().equals(ALL) || block.scope().equals(set))) {
        Block later =
            new Block(channel, block.scope(), block.why(), block.since(), now.plus(PAUSE));
        standing.set(i, later);
        tried.add(later);
        tries = true;
      }
    }
    return tries;
  }

  /** Writes down which blocks are being tried now. */
  void save(JdbcClient jdbc) {
    for (Block block : tried) {
      jdbc.sql(
              """
              update channel_block set try_at = :tryAt where channel = :channel and scope = :scope
              """)
          .param("tryAt", Times.utc(block.tryAt()))
          .param("channel", block.channel())
          .param("scope", block.scope())
          .update();
    }
  }

  /** A provider refused a message set, or all of a channel. */
  static void stand(JdbcClient jdbc, String channel, String scope, String why, Instant now) {
    jdbc.sql(
            """
            insert into channel_block (channel, scope, why, since, try_at)
            values (:channel, :scope, :why, :now, :tryAt)
            on conflict (channel, scope) do update set why = excluded.why, try_at = excluded.try_at
            """)
        .param("channel", channel)
        .param("scope", scope)
        .param("why", Objects.requireNonNull(why))
        .param("now", Times.utc(now))
        .param("tryAt", Times.utc(now.plus(PAUSE)))
        .update();
  }

  /** A message of this set was accepted: what blocked it is over. */
  static void lift(JdbcClient jdbc, String channel, String set) {
    jdbc.sql("delete from channel_block where channel = :channel and scope in (:all, :set)")
        .param("channel", channel)
        .param("all", ALL)
        .param("set", set)
        .update();
  }
}
