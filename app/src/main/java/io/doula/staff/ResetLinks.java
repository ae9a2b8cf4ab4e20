package io.doula.staff;

import io.doula.core.Conflict;
import io.doula.core.NotFound;
import io.doula.core.Ticked;
import io.doula.core.Times;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Links with which somebody chooses a password without having one: made by an ADMIN, good for a day
 * and once. An account has one at most; a newer one, its use, any change of the password and
 * disabling end it.
 */
@Service
public class ResetLinks {
  /** How long a link is good. */
  public static final Duration LIFETIME = Duration.ofHours(24);

  private static final int TOKEN_BYTES = 32;

  private final JdbcClient jdbc;
  private final Accounts accounts;
  private final Tries tries;
  private final StaffNews news;
  private final SecureRandom random = new SecureRandom();

  ResetLinks(JdbcClient jdbc, Accounts accounts, Tries tries, StaffNews news) {
    this.jdbc = jdbc;
    this.accounts = accounts;
    this.tries = tries;
    this.news = news;
  }

  /**
   * A link that was just made: its token is known to nobody else, and here it is kept as a hash.
   */
  public record Made(String token, Instant expiresAt) {}

  /**
   * Makes a link; an earlier one of the account ends.
   *
   * @param by the ADMIN
   * @throws NotFound when there is no such account
   * @throws Conflict when the account is disabled
   */
  @Transactional
  public Made make(long accountId, long by, Instant now) {
    Account account = accounts.lock(accountId).orElseThrow(() -> new NotFound("user"));
    if (!account.enabled()) {
      throw new Conflict("this account is disabled: enable it first");
    }
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    Instant expiresAt = now.plus(LIFETIME);
    jdbc.sql(
            """
            insert into reset_link (account_id, token_hash, made_by, made_at, expires_at)
            values (:id, :hash, :by, :now, :expiresAt)
            on conflict (account_id) do update
              set token_hash = :hash, made_by = :by, made_at = :now, expires_at = :expiresAt
            """)
        .param("id", account.id())
        .param("hash", hash(token))
        .param("by", by)
        .param("now", Times.utc(now))
        .param("expiresAt", Times.utc(expiresAt))
        .update();
    news.tell(StaffEvent.Kind.RESET_LINK_MADE, account.id());
    return new Made(token, expiresAt);
  }

  /** Whose link it is, while it is good. */
  public Optional<Account> account(String token, Instant now) {
    return jdbc.sql(
            "select account_id from reset_link where token_hash = :hash and expires_at > :now")
        .param("hash", hash(token))
        .param("now", Times.utc(now))
        .query(Long.class)
        .optional()
        .flatMap(accounts::find)
        .filter(Account::enabled);
  }

  /**
   * Gives the link's account its new password, ends the link and every sign-in, and forgets the
   * tries that came before.
   *
   * @throws io.doula.core.Invalid naming password; the link stays good
   * @throws NotFound when the link is not good, or no longer
   */
  @Transactional
  public Account use(String token, String password, Instant now) {
    Account account =
        account(token, now)
            .flatMap(found -> accounts.lock(found.id()))
            // held now: of two who use it at once, the second finds it gone
            .filter(held -> account(token, now).isPresent())
            .orElseThrow(() -> new NotFound("link"));
    Account changed = accounts.changePassword(account, password);
    tries.forgetAll(SignIns.plain(account.username()));
    news.tellOfHerself(StaffEvent.Kind.RESET_LINK_USED, account.id());
    return changed;
  }

  /** Forgets links whose day is over. */
  @EventListener
  void forget(Ticked tick) {
    jdbc.sql("delete from reset_link where expires_at < :before")
        .param("before", Times.utc(tick.now().minus(LIFETIME)))
        .update();
  }

  private static byte[] hash(String token) {
    return KnownPasswords.sha256(token.getBytes(StandardCharsets.UTF_8));
  }
}
