package io.doula.audit;

import io.doula.core.Forbidden;
import io.doula.core.Page;
import io.doula.core.Paging;
import io.doula.core.Ticked;
import io.doula.core.Times;
import io.doula.core.Viewer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The seals over the trail: each minute's entries and the seal before them under one hash, so that
 * whatever is changed, taken out or put in later is found. Any number of beats may seal at once.
 * docs/decisions/trail.md says how, and what it does not show.
 */
@Component
public class Seals {
  private static final Logger log = LoggerFactory.getLogger(Seals.class);
  private static final long LOCK = 0x7365616c73L;

  /** So many numbers are sealed at once, however many a minute brought. */
  static final long MOST = 100_000;

  /** An entry as it is hashed: its columns as JSON, in this order, the instant in microseconds. */
  private static final String LINE =
      """
      jsonb_build_array(t.id, cast(extract(epoch from t.at) * 1000000 as bigint), t.actor,
        t.account_id, t.deed, t.thing, t.thing_id, to_jsonb(t.mothers), t.clinic_id,
        to_jsonb(t.fields))::text
      """;

  /** What a seal says of the entries above one number and up to another. */
  private static final String FOUND =
      """
      select count(*) as entries,
        sha256(coalesce(string_agg(sha256(convert_to(%s, 'UTF8')), ''::bytea order by t.id),
          ''::bytea)) as digest
      from trail t
      """
          .formatted(LINE);

  /** The hash of a seal named s, over the hash before; texts joined by a bar. */
  private static final String HASH =
      """
      sha256(convert_to(concat_ws('|', s.number, s.after_id, s.last_id, s.entries,
        encode(s.digest, 'hex'), cast(extract(epoch from s.sealed_at) * 1000000 as bigint),
        encode(%s, 'hex')), 'UTF8'))
      """;

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;

  Seals(JdbcClient jdbc, TransactionTemplate transaction) {
    this.jdbc = jdbc;
    this.transaction = transaction;
  }

  /** How entries and seal stand to each other today. */
  public enum State {
    WHOLE,
    /** An entry was changed, taken out or put in. */
    ENTRIES_DIFFER,
    /** The seal itself was changed, or the one before it. */
    CHAIN_BROKEN,
    /** Their time was over: the retention job took them, and said so in the trail. */
    FORGOTTEN
  }

  /**
   * A seal, held against what it stands over.
   *
   * @param afterId the last number before its entries
   * @param lastId the last number of its entries
   * @param entries how many there were
   * @param found how many there are
   * @param hash SHA-256, in hex
   */
  public record Sealed(
      long number,
      long afterId,
      long lastId,
      long entries,
      long found,
      Instant sealedAt,
      String hash,
      State state) {}

  /** A seal that fails stops nothing else that follows the beat; the next one makes up for it. */
  @EventListener
  void follow(Ticked tick) {
    try {
      seal(tick.now());
    } catch (RuntimeException e) {
      log.error("the trail could not be sealed: {}", e.getClass().getName());
    }
  }

  /**
   * Seals what was entered until now, once in each minute; what transactions that are still open
   * may enter keeps it waiting until they end.
   *
   * @return how many entries were sealed
   */
  long seal(Instant now) {
    transaction.executeWithoutResult(status -> mark(now));
    long total = 0;
    boolean more = true;
    while (more) {
      Optional<Sealed> next = Objects.requireNonNull(transaction.execute(status -> sealNext(now)));
      next.ifPresent(
          seal ->
              log.atInfo()
                  .addKeyValue("seal", seal.number())
                  .addKeyValue("entries", seal.entries())
                  .addKeyValue("hash", seal.hash())
                  .log("the trail is sealed"));
      total += next.map(Sealed::entries).orElse(0L);
      more = next.isPresent();
    }
    return total;
  }

  /** Up to where it is sealed. */
  private record Head(long number, long lastId, byte[] hash) {}

  private Head head() {
    return jdbc.sql("select number, last_id, hash from trail_seal order by number desc limit 1")
        .query((row, n) -> new Head(row.getLong("number"), row.getLong("last_id"), row.getBytes(3)))
        .optional()
        .orElse(new Head(0, 0, new byte[0]));
  }

  /** Until the transaction ends; whoever does not get it leaves the work to who has it. */
  static boolean lock(JdbcClient jdbc) {
    return jdbc.sql("select pg_try_advisory_xact_lock(:lock)")
        .param("lock", LOCK)
        .query(Boolean.class)
        .single();
  }

  /**
   * Notes the last number drawn, then draws a transaction's own: every entry up to that number
   * belongs to a transaction before it. The order of the statements is what this stands on.
   */
  private void mark(Instant now) {
    if (!lock(jdbc) || isMarked(now)) {
      return;
    }
    long drawn =
        jdbc.sql("select case when is_called then last_value else 0 end from trail_id")
            .query(Long.class)
            .single();
    if (drawn > head().lastId()) {
      jdbc.sql(
              """
              insert into trail_mark (last_id, xid, at) values (:drawn, pg_current_xact_id(), :now)
              on conflict (only_one) do update
              set last_id = excluded.last_id, xid = excluded.xid, at = excluded.at
              """)
          .param("drawn", drawn)
          .param("now", Times.utc(now))
          .update();
    }
  }

  /**
   * In this minute, or one that still waits for its transactions. A transaction that this server
   * has not come to yet was another server's.
   */
  private boolean isMarked(Instant now) {
    return jdbc.sql(
            """
            select exists (
              select from trail_mark m
              where m.xid < pg_snapshot_xmax(pg_current_snapshot())
                and (m.at >= :minute and m.at < cast(:minute as timestamptz) + interval '1 minute'
                  or m.last_id > coalesce((select max(last_id) from trail_seal), 0)))
            """)
        .param("minute", Times.utc(now.truncatedTo(ChronoUnit.MINUTES)))
        .query(Boolean.class)
        .single();
  }

  private Optional<Sealed> sealNext(Instant now) {
    if (!lock(jdbc)) {
      return Optional.empty();
    }
    Head head = head();
    long until =
        jdbc.sql(
                "select last_id from trail_mark where xid < pg_snapshot_xmin(pg_current_snapshot())")
            .query(Long.class)
            .optional()
            .orElse(0L);
    if (until <= head.lastId()) {
      return Optional.empty();
    }
    return Optional.of(write(head, Math.min(until, head.lastId() + MOST), now));
  }

  private Sealed write(Head head, long until, Instant now) {
    return jdbc.sql(
            """
            insert into trail_seal (number, after_id, last_id, entries, digest, hash, sealed_at)
            select s.number, s.after_id, s.last_id, s.entries, s.digest, %s, s.sealed_at
            from (
              select cast(:number as bigint) as number, cast(:after as bigint) as after_id,
                cast(:until as bigint) as last_id, found.entries, found.digest,
                cast(:now as timestamptz) as sealed_at
              from (%s where t.id > :after and t.id <= :until) as found) as s
            returning number, after_id, last_id, entries, entries as found, sealed_at, hash,
              'WHOLE' as state
            """
                .formatted(HASH.formatted("cast(:before as bytea)"), FOUND))
        .param("number", head.number() + 1)
        .param("after", head.lastId())
        .param("until", until)
        .param("before", head.hash())
        .param("now", Times.utc(now))
        .query((row, n) -> sealed(row))
        .single();
  }

  /**
   * A page of seals, the oldest first, each held against its entries and the seal before it.
   *
   * @throws Forbidden unless the viewer is an ADMIN
   */
  public Page<Sealed> list(Viewer viewer, Paging paging) {
    Entries.requireAdmin(viewer);
    return Page.of(
        jdbc.sql(
                """
                select s.number, s.after_id, s.last_id, s.entries, found.entries as found,
                  s.sealed_at, s.hash,
                  case
                    when s.hash <> %s or s.after_id <> coalesce(before.last_id, 0)
                      or s.number > 1 and before.number is null then 'CHAIN_BROKEN'
                    when s.digest = found.digest and s.entries = found.entries then 'WHOLE'
                    when found.entries = 0 and s.number <= (
                      select max(thing_id) from trail where deed = 'FORGOTTEN' and thing = 'TRAIL')
                      then 'FORGOTTEN'
                    else 'ENTRIES_DIFFER'
                  end as state
                from (
                  select number, after_id, last_id, entries, digest, hash, sealed_at
                  from trail_seal
                  where number > :after
                  order by number
                  limit :limit) as s
                left join trail_seal before on before.number = s.number - 1
                cross join lateral (%s where t.id > s.after_id and t.id <= s.last_id) as found
                order by s.number
                """
                    .formatted(HASH.formatted("coalesce(before.hash, ''::bytea)"), FOUND))
            .param("after", paging.after())
            .param("limit", paging.limit() + 1)
            .query((row, n) -> sealed(row))
            .list(),
        paging,
        Sealed::number);
  }

  private static Sealed sealed(ResultSet row) throws SQLException {
    return new Sealed(
        row.getLong("number"),
        row.getLong("after_id"),
        row.getLong("last_id"),
        row.getLong("entries"),
        row.getLong("found"),
        Objects.requireNonNull(row.getObject("sealed_at", OffsetDateTime.class)).toInstant(),
        HexFormat.of().formatHex(row.getBytes("hash")),
        State.valueOf(row.getString("state")));
  }
}
