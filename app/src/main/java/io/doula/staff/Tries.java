package io.doula.staff;

import io.doula.core.Ticked;
import io.doula.core.Times;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Tries to sign in, counted in PostgreSQL so that both doors share the count. Each is counted
 * before it is looked at, one at a time, so that a volley gets no more tries. A refused try is not
 * counted, so waiting always helps, and a right one takes its own tries back.
 */
@Component
class Tries {
  private static final Duration WINDOW = Duration.ofMinutes(15);
  private static final Duration DAY = Duration.ofDays(1);
  private static final int OF_A_NAME_FROM_ONE_PLACE = 10;
  private static final int OF_A_NAME = 50;
  private static final int FROM_ONE_PLACE = 100;
  private static final int CODES = 5;
  private static final int CODES_IN_A_DAY = 20;

  /** No name that was typed begins with a space. */
  private static final String CODES_OF = " second factor of ";

  private static final String NOWHERE = "-";

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;

  Tries(JdbcClient jdbc, TransactionTemplate transaction) {
    this.jdbc = jdbc;
    this.transaction = transaction;
  }

  /**
   * Counts a password tried for a name.
   *
   * @param known whether this name signed in from this place of late: then what others do there
   *     does not count against it
   * @throws TooManySignIns when it must not be looked at
   */
  void countPassword(String name, String place, boolean known, Instant now) {
    byte[] nameHash = hash(name);
    transaction.executeWithoutResult(
        status -> {
          lock(1, nameHash);
          refuseBeyond(OF_A_NAME_FROM_ONE_PLACE, ofNameFrom(nameHash, place, now), WINDOW, now);
          refuseBeyond(OF_A_NAME, ofName(nameHash, now.minus(WINDOW)), WINDOW, now);
          if (!known) {
            // always after the name's
            lock(2, hash(place));
            refuseBeyond(FROM_ONE_PLACE, from(place, now), WINDOW, now);
          }
          insert(nameHash, place, now);
        });
  }

  /**
   * Counts a code tried for an account, wherever it comes from: it has six digits.
   *
   * @throws TooManySignIns when it must not be looked at
   */
  void countCode(long accountId, Instant now) {
    byte[] nameHash = hash(CODES_OF + accountId);
    transaction.executeWithoutResult(
        status -> {
          lock(1, nameHash);
          refuseBeyond(CODES, ofName(nameHash, now.minus(WINDOW)), WINDOW, now);
          refuseBeyond(CODES_IN_A_DAY, ofName(nameHash, now.minus(DAY)), DAY, now);
          insert(nameHash, NOWHERE, now);
        });
  }

  void forget(String name, String place) {
    jdbc.sql("delete from sign_in_failure where name_hash = :name and address = :place")
        .param("name", hash(name))
        .param("place", place)
        .update();
  }

  void forgetAll(String name) {
    jdbc.sql("delete from sign_in_failure where name_hash = :name")
        .param("name", hash(name))
        .update();
  }

  void forgetCodes(long accountId) {
    forgetAll(CODES_OF + accountId);
  }

  /** Forgets tries that count no longer. */
  @EventListener
  void forget(Ticked tick) {
    jdbc.sql("delete from sign_in_failure where at < :before")
        .param("before", Times.utc(tick.now().minus(DAY)))
        .update();
  }

  private List<OffsetDateTime> ofNameFrom(byte[] nameHash, String place, Instant now) {
    return jdbc.sql(
            """
            select at from sign_in_failure
            where name_hash = :name and address = :place and at > :from
            order by at desc
            limit 100
            """)
        .param("name", nameHash)
        .param("place", place)
        .param("from", Times.utc(now.minus(WINDOW)))
        .query(OffsetDateTime.class)
        .list();
  }

  private List<OffsetDateTime> ofName(byte[] nameHash, Instant from) {
    return jdbc.sql(
            """
            select at from sign_in_failure
            where name_hash = :name and at > :from
            order by at desc
            limit 100
            """)
        .param("name", nameHash)
        .param("from", Times.utc(from))
        .query(OffsetDateTime.class)
        .list();
  }

  private List<OffsetDateTime> from(String place, Instant now) {
    return jdbc.sql(
            """
            select at from sign_in_failure
            where address = :place and at > :from
            order by at desc
            limit 100
            """)
        .param("place", place)
        .param("from", Times.utc(now.minus(WINDOW)))
        .query(OffsetDateTime.class)
        .list();
  }

  /**
   * @param latest the tries within the window, the latest first, 100 at most
   */
  private static void refuseBeyond(
      int allowed, List<OffsetDateTime> latest, Duration window, Instant now) {
    if (latest.size() >= allowed) {
      Instant again = latest.get(allowed - 1).toInstant().plus(window);
      throw new TooManySignIns(Duration.between(now, again));
    }
  }

  private void insert(byte[] nameHash, String place, Instant now) {
    jdbc.sql(
            """
            insert into sign_in_failure (name_hash, address, at)
            values (:name, :place, :now)
            """)
        .param("name", nameHash)
        .param("place", place)
        .param("now", Times.utc(now))
        .update();
  }

  /** Held until the transaction ends; the kind keeps names and places apart. */
  private void lock(int kind, byte[] hash) {
    jdbc.sql("select pg_advisory_xact_lock(:kind, hashtext(encode(:hash, 'hex')))")
        .param("kind", kind)
        .param("hash", hash)
        .query()
        .singleRow();
  }

  private static byte[] hash(String text) {
    return KnownPasswords.sha256(text.getBytes(StandardCharsets.UTF_8));
  }
}
