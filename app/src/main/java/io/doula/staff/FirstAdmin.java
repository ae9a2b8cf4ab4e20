package io.doula.staff;

import io.doula.core.Role;
import java.time.Instant;
import java.util.Set;
import java.util.function.Consumer;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Makes the first account, with which all others are made. */
@Component
public class FirstAdmin {
  private static final String NAME = "admin";
  private static final String LOCAL_PASSWORD = "doula-local";
  private static final long LOCK = 0x646f756c61L;

  private final Accounts accounts;
  private final Passwords passwords;
  private final JdbcClient jdbc;
  private final String given;
  private final boolean local;

  FirstAdmin(
      Accounts accounts,
      Passwords passwords,
      JdbcClient jdbc,
      @Value("${DOULA_ADMIN_PASSWORD:}") String given,
      Environment environment) {
    this.accounts = accounts;
    this.passwords = passwords;
    this.jdbc = jdbc;
    this.given = given;
    this.local = environment.acceptsProfiles(Profiles.of("local"));
  }

  /**
   * Makes {@code admin} when there is no ADMIN at all. Its password is {@code
   * DOULA_ADMIN_PASSWORD}, which need not be changed (in the local profile {@code doula-local} when
   * none is set), else a made-up one that must be.
   *
   * @param keep is given the made-up password, never to be logged, before the account is made: when
   *     it can't be kept there is no account, and the next call makes up another
   * @throws io.doula.core.Invalid when the password given is too short or too long
   */
  @Transactional
  public void make(Instant now, Consumer<String> keep) {
    // two doors may deploy at once
    jdbc.sql("select pg_advisory_xact_lock(:lock)").param("lock", LOCK).query().singleRow();
    if (accounts.anyAdmin()) {
      return;
    }
    AccountForm form = new AccountForm(NAME, Role.ADMIN, Set.of(), true);
    if (local && given.equals(LOCAL_PASSWORD)) {
      // shorter than the rule asks, and known to everyone
      accounts.insert(form, passwords.hash(given), false, now);
      return;
    }
    if (!given.isEmpty()) {
      accounts.add(form, given, false, now);
      return;
    }
    String madeUp = passwords.madeUp();
    keep.accept(madeUp);
    accounts.add(form, madeUp, true, now);
  }
}
