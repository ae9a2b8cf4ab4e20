package io.doula.staff;

import io.doula.core.Ticked;
import io.doula.core.Times;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Tries to sign in, counted in PostgreSQL so that both doors share the count. Within 15 minutes a
 * name may be tried 10 times from one address and 50 times from all: who guesses from one address
 * shuts out nobody but herself, and who guesses from many does so for no longer than she keeps at
 * it. A refused try is not counted, a right password clears the address's count, and who is signed
 * in already stays so.
 */
@Service
public class SignIns {
  private static final Duration WINDOW = Duration.ofMinutes(15);
  private static final Duration KEPT = Duration.ofDays(1);
  private static final int FROM_ONE_ADDRESS = 10;
  private static final int FROM_ALL_ADDRESSES = 50;

  private final Accounts accounts;
  private final Passwords passwords;
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;

  SignIns(
      Accounts accounts, Passwords passwords, JdbcClient jdbc, TransactionTemplate transaction) {
    this.accounts = accounts;
    this.passwords = passwords;
    this.jdbc = jdbc;
    this.transaction = transaction;
  }

  /**
   * The account that the name and password open. Wrong name, wrong password and disabled account
   * can't be told apart, also not by the time they take.
   *
   * @param address where the try comes from
   * @throws WrongSignIn when they open none
   * @throws TooManySignIns when there were too many tries
   */
  public Account signIn(String username, String password, String address, Instant now) {
    byte[] nameHash = hash(username.strip().toLowerCase(Locale.ROOT));
    transaction.executeWithoutResult(status -> countTry(nameHash, address, now));
    Optional<Account> account = accounts.named(username.strip());
    boolean fits = passwords.fits(password, account.map(a -> passwordHash(a.id())).orElse(null));
    if (!fits || account.isEmpty() || !account.get().enabled()) {
      throw new WrongSignIn();
    }
    forgetTries(nameHash, address);
    return account.get();
  }

  /** Whether this is the account's password. Counts like a try to sign in. */
  public boolean isPassword(Account account, String password, String address, Instant now) {
    byte[] nameHash = hash(account.username().toLowerCase(Locale.ROOT));
    transaction.executeWithoutResult(status -> countTry(nameHash, address, now));
    boolean fits = passwords.fits(password, passwordHash(account.id()));
    if (fits) {
      forgetTries(nameHash, address);
    }
    return fits;
  }

  /** Forgets tries that count no longer. */
  @EventListener
  void forget(Ticked tick) {
    jdbc.sql("delete from sign_in_failure where at < :before")
        .param("before", Times.utc(tick.now().minus(KEPT)))
        .update();
  }

  /**
   * Counts before the password is looked at, one try at a time, so that a volley gets no more
   * tries.
   */
  private void countTry(byte[] nameHash, String address, Instant now) {
    jdbc.sql("select pg_advisory_xact_lock(hashtextextended(encode(:name, 'hex'), 0))")
        .param("name", nameHash)
        .query()
        .singleRow();
    refuseBeyond(FROM_ONE_ADDRESS, nameHash, address, now);
    refuseBeyond(FROM_ALL_ADDRESSES, nameHash, null, now);
    jdbc.sql(
            """
            insert into sign_in_failure (name_hash, address, at)
            values (:name, :address, :now)
            """)
        .param("name", nameHash)
        .param("address", address)
        .param("now", Times.utc(now))
        .update();
  }

  private void refuseBeyond(int allowed, byte[] nameHash, @Nullable String address, Instant now) {
    List<OffsetDateTime> latest =
        jdbc.sql(
                """
                select at from sign_in_failure
                where name_hash = :name and at > :from
                  and (cast(:address as text) is null or address = :address)
                order by at desc
                limit :allowed
                """)
            .param("name", nameHash)
            .param("from", Times.utc(now.minus(WINDOW)))
            .param("address", address)
            .param("allowed", allowed)
            .query(OffsetDateTime.class)
            .list();
    if (latest.size() == allowed) {
      Instant again = latest.get(allowed - 1).toInstant().plus(WINDOW);
      throw new TooManySignIns(Duration.between(now, again));
    }
  }

  private void forgetTries(byte[] nameHash, String address) {
    jdbc.sql("delete from sign_in_failure where name_hash = :name and address = :address")
        .param("name", nameHash)
        .param("address", address)
        .update();
  }

  private String passwordHash(long id) {
    return jdbc.sql("select password_hash from account where id = :id")
        .param("id", id)
        .query(String.class)
        .single();
  }

  private static byte[] hash(String name) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
