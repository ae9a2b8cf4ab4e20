package io.doula.staff;

import io.doula.core.Seal;
import io.doula.core.Ticked;
import io.doula.core.Times;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Signing in. Within 15 minutes a name may be tried 10 times from one address and 50 times from
 * all, an address may make 100 tries, and a second factor may be tried 5 times (20 in a day): who
 * guesses from one address shuts out nobody but herself, and who guesses from many does so for no
 * longer than she keeps at it. Whoever signed in at an address within 30 days is not shut out by
 * what others there do with other names, and who is signed in already stays so.
 */
@Service
public class SignIns {
  private static final Duration PLACES_KEPT = Duration.ofDays(30);

  private final Accounts accounts;
  private final Passwords passwords;
  private final SecondFactors secondFactors;
  private final Tries tries;
  private final JdbcClient jdbc;
  private final Seal seal;
  private final StaffNews news;

  SignIns(
      Accounts accounts,
      Passwords passwords,
      SecondFactors secondFactors,
      Tries tries,
      JdbcClient jdbc,
      Seal seal,
      StaffNews news) {
    this.accounts = accounts;
    this.passwords = passwords;
    this.secondFactors = secondFactors;
    this.tries = tries;
    this.jdbc = jdbc;
    this.seal = seal;
    this.news = news;
  }

  /**
   * Signs in with all that the account asks for.
   *
   * @param code of her second factor, when it is known already
   * @param address where the try comes from
   * @throws WrongSignIn when they open no account
   * @throws CodeWanted when the password was right and a code is needed and missing
   * @throws WrongCode when the password was right and the code is not
   * @throws TooManySignIns when there were too many tries
   */
  public Account signIn(
      String username, String password, @Nullable String code, String address, Instant now) {
    Account account = byPassword(username, password, address, now);
    if (!secondFactors.isOn(account.id())) {
      return signedIn(account, address, now);
    }
    if (code == null) {
      throw new CodeWanted();
    }
    return byCode(account, code, address, now);
  }

  /**
   * The account that the name and password open: she is not signed in by that when it has a second
   * factor. Wrong name, wrong password and disabled account can't be told apart, also not by the
   * time they take.
   *
   * @throws WrongSignIn when they open none
   * @throws TooManySignIns when there were too many tries
   */
  public Account byPassword(String username, String password, String address, Instant now) {
    String name = plain(username);
    String place = Place.of(address);
    Optional<Account> account = accounts.named(name);
    tries.countPassword(name, place, account.filter(a -> knows(a, place)).isPresent(), now);
    boolean fits = passwords.fits(password, account.map(a -> passwordHash(a.id())).orElse(null));
    if (!fits || account.isEmpty() || !account.get().enabled()) {
      throw new WrongSignIn();
    }
    tries.forget(name, place);
    return account.get();
  }

  /**
   * Signs in who gave the right password before, by her second factor.
   *
   * @throws WrongCode when the code is not good, or was used before
   * @throws TooManySignIns when there were too many tries
   */
  public Account byCode(Account account, String code, String address, Instant now) {
    tries.countCode(account.id(), now);
    if (!secondFactors.accepts(account.id(), code, now)) {
      throw new WrongCode();
    }
    tries.forgetCodes(account.id());
    return signedIn(account, address, now);
  }

  /** Whether this is the account's password. Counts like a try to sign in. */
  public boolean isPassword(Account account, String password, String address, Instant now) {
    String name = plain(account.username());
    String place = Place.of(address);
    tries.countPassword(name, place, true, now);
    boolean fits = passwords.fits(password, passwordHash(account.id()));
    if (fits) {
      tries.forget(name, place);
    }
    return fits;
  }

  /**
   * Notes that she is in, also where she came in without a second factor.
   *
   * @return the account
   */
  public Account signedIn(Account account, String address, Instant now) {
    jdbc.sql("update account set last_sign_in_at = :now where id = :id")
        .param("now", Times.utc(now))
        .param("id", account.id())
        .update();
    jdbc.sql(
            """
            insert into sign_in_place (account_id, place, at) values (:id, :place, :now)
            on conflict (account_id, place) do update set at = :now
            """)
        .param("id", account.id())
        .param("place", hash(Place.of(address)))
        .param("now", Times.utc(now))
        .update();
    news.tellOfHerself(StaffEvent.Kind.SIGNED_IN, account.id());
    return account;
  }

  /** Forgets where people signed in long ago. */
  @EventListener
  void forget(Ticked tick) {
    jdbc.sql("delete from sign_in_place where at < :before")
        .param("before", Times.utc(tick.now().minus(PLACES_KEPT)))
        .update();
  }

  private boolean knows(Account account, String place) {
    return jdbc.sql(
            """
            select exists (
              select from sign_in_place where account_id = :id and place = :place)
            """)
        .param("id", account.id())
        .param("place", hash(place))
        .query(Boolean.class)
        .single();
  }

  private byte[] hash(String place) {
    return seal.seal("place of sign-in", place.getBytes(StandardCharsets.UTF_8));
  }

  private String passwordHash(long id) {
    return jdbc.sql("select password_hash from account where id = :id")
        .param("id", id)
        .query(String.class)
        .single();
  }

  static String plain(String username) {
    return username.strip().toLowerCase(Locale.ROOT);
  }
}
