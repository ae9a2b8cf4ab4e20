package io.doula.staff;

import io.doula.core.Conflict;
import io.doula.core.Seal;
import io.doula.core.Times;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Second factors: an authenticator app's codes (TOTP, RFC 6238), each good once, and ten recovery
 * codes for the day the phone is lost. Whoever calls counts the tries.
 */
@Service
public class SecondFactors {
  private static final Logger log = LoggerFactory.getLogger(SecondFactors.class);
  private static final int RECOVERY_CODES = 10;

  /** A key that was shown and not confirmed is not shown again after this time. */
  private static final Duration TO_CONFIRM = Duration.ofHours(1);

  private final JdbcClient jdbc;
  private final KeyBox box;
  private final Seal seal;
  private final Passwords passwords;
  private final StaffNews news;
  private final SecureRandom random = new SecureRandom();

  SecondFactors(JdbcClient jdbc, KeyBox box, Seal seal, Passwords passwords, StaffNews news) {
    this.jdbc = jdbc;
    this.box = box;
    this.seal = seal;
    this.passwords = passwords;
    this.news = news;
  }

  /**
   * A factor that is being set up: its key as authenticator apps take it.
   *
   * @param key in base 32
   * @param uri the same as an {@code otpauth:} address, to be shown as a picture
   */
  public record Begun(String key, String uri) {}

  /** Whether the account asks for a code at each sign-in. */
  public boolean isOn(long accountId) {
    return jdbc.sql(
            """
            select exists (
              select from second_factor where account_id = :id and confirmed_at is not null)
            """)
        .param("id", accountId)
        .query(Boolean.class)
        .single();
  }

  public int recoveryCodesLeft(long accountId) {
    return jdbc.sql("select count(*) from recovery_code where account_id = :id")
        .param("id", accountId)
        .query(Integer.class)
        .single();
  }

  /**
   * Makes a new key, which counts only once it is confirmed.
   *
   * @throws Conflict when the account has a second factor
   */
  @Transactional
  public void begin(long accountId, Instant now) {
    byte[] key = new byte[Totp.KEY_BYTES];
    random.nextBytes(key);
    int begun =
        jdbc.sql(
                """
                insert into second_factor (account_id, sealed_key, made_at)
                values (:id, :key, :now)
                on conflict (account_id) do update
                  set sealed_key = :key, made_at = :now, last_step = 0
                  where second_factor.confirmed_at is null
                """)
            .param("id", accountId)
            .param("key", box.close(key, accountId))
            .param("now", Times.utc(now))
            .update();
    if (begun == 0) {
      throw new Conflict("this account has a second factor already");
    }
  }

  /** The factor that waits to be confirmed; one that is confirmed is never shown again. */
  public Optional<Begun> begun(Account account, Instant now) {
    return begunKey(account.id(), now)
        .map(Base32::of)
        .map(
            key ->
                new Begun(
                    key,
                    "otpauth://totp/Doula:%s?secret=%s&issuer=Doula"
                        .formatted(account.username().replace("@", "%40"), key)));
  }

  /**
   * Turns the begun factor on, by a code that proves that the app has the key, and ends the
   * account's other sign-ins.
   *
   * @return ten recovery codes, shown now and never again; empty when the code is not good
   */
  @Transactional
  public Optional<List<String>> confirm(long accountId, String code, Instant now) {
    // no other key is begun between looking at this one and turning it on
    jdbc.sql("select account_id from second_factor where account_id = :id for update")
        .param("id", accountId)
        .query(Long.class)
        .optional();
    Optional<byte[]> key = begunKey(accountId, now);
    if (key.isEmpty() || !usesUp(accountId, key.get(), code, now, Times.utc(now))) {
      return Optional.empty();
    }
    List<String> codes = new ArrayList<>();
    for (int i = 0; i < RECOVERY_CODES; i++) {
      String recovery = passwords.madeUp(10);
      codes.add(recovery);
      jdbc.sql("insert into recovery_code (account_id, code_hash) values (:id, :hash)")
          .param("id", accountId)
          .param("hash", hash(accountId, plain(recovery)))
          .update();
    }
    jdbc.sql("update account set session_epoch = session_epoch + 1 where id = :id")
        .param("id", accountId)
        .update();
    news.tell(StaffEvent.Kind.SECOND_FACTOR_ADDED, accountId);
    return Optional.of(codes);
  }

  /** Whether the code is good now; it is not a second time. */
  boolean accepts(long accountId, String code, Instant now) {
    String plain = plain(code);
    if (!plain.matches("[0-9]{6}")) {
      return usesRecoveryCode(accountId, plain);
    }
    Optional<byte[]> key = key(accountId);
    return key.isPresent() && usesUp(accountId, key.get(), plain, now, null);
  }

  /**
   * Removes the account's second factor and its recovery codes.
   *
   * @return false when there was none
   */
  @Transactional
  public boolean remove(long accountId) {
    boolean removed =
        jdbc.sql("delete from second_factor where account_id = :id").param("id", accountId).update()
            == 1;
    if (removed) {
      news.tell(StaffEvent.Kind.SECOND_FACTOR_REMOVED, accountId);
    }
    return removed;
  }

  private Optional<byte[]> key(long accountId) {
    return opened(
        accountId,
        jdbc.sql(
                "select sealed_key from second_factor where account_id = :id and confirmed_at is not null")
            .param("id", accountId)
            .query(byte[].class)
            .optional());
  }

  private Optional<byte[]> begunKey(long accountId, Instant now) {
    return opened(
        accountId,
        jdbc.sql(
                """
                select sealed_key from second_factor
                where account_id = :id and confirmed_at is null and made_at > :since
                """)
            .param("id", accountId)
            .param("since", Times.utc(now.minus(TO_CONFIRM)))
            .query(byte[].class)
            .optional());
  }

  private Optional<byte[]> opened(long accountId, Optional<byte[]> sealed) {
    Optional<byte[]> key = sealed.flatMap(closed -> box.open(closed, accountId));
    if (sealed.isPresent() && key.isEmpty()) {
      log.atWarn()
          .addKeyValue("account", accountId)
          .log(
              "a second factor can't be read: DOULA_SECRET_KEY is another; an ADMIN can remove it");
    }
    return key;
  }

  /** Marks the code's step as used, in one statement, so that two who send it don't both pass. */
  private boolean usesUp(
      long accountId, byte[] key, String code, Instant now, @Nullable Object confirmedAt) {
    long step = Totp.step(key, plain(code), now);
    return step >= 0
        && jdbc.sql(
                    """
                    update second_factor
                    set last_step = :step,
                        confirmed_at = coalesce(confirmed_at, cast(:confirmed as timestamptz))
                    where account_id = :id and last_step < :step
                      and (confirmed_at is null) = :confirming
                    """)
                .param("step", step)
                .param("id", accountId)
                .param("confirmed", confirmedAt)
                .param("confirming", confirmedAt != null)
                .update()
            == 1;
  }

  private boolean usesRecoveryCode(long accountId, String plain) {
    boolean used =
        jdbc.sql("delete from recovery_code where account_id = :id and code_hash = :hash")
                .param("id", accountId)
                .param("hash", hash(accountId, plain))
                .update()
            == 1;
    if (used) {
      news.tellOfHerself(StaffEvent.Kind.RECOVERY_CODE_USED, accountId);
    }
    return used;
  }

  private byte[] hash(long accountId, String plain) {
    return seal.seal(
        "recovery code",
        Long.toString(accountId).getBytes(StandardCharsets.US_ASCII),
        plain.getBytes(StandardCharsets.UTF_8));
  }

  /** Without the gaps that people read it by. */
  private static String plain(String code) {
    return code.replaceAll("[\\s-]", "").toLowerCase(Locale.ROOT);
  }
}
