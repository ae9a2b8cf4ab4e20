package io.doula.testing;

import io.doula.core.Role;
import io.doula.staff.Account;
import io.doula.staff.AccountForm;
import io.doula.staff.Accounts;
import io.doula.staff.SignInClock;
import io.doula.staff.Tokens;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** People who work at the clinics, made when a test needs them; gives their bearer tokens. */
public final class Staff {
  /** The password of all of them. */
  public static final String PASSWORD = "correct horse battery";

  private final Accounts accounts;
  private final Tokens tokens;
  private final SignInClock clock;
  private final AtomicInteger number = new AtomicInteger();

  Staff(Accounts accounts, Tokens tokens, SignInClock clock) {
    this.accounts = accounts;
    this.tokens = tokens;
    this.clock = clock;
  }

  public String admin() {
    return tokenOf(account(Role.ADMIN));
  }

  public String nurse(long... clinics) {
    return tokenOf(account(Role.NURSE, clinics));
  }

  public String viewer(long... clinics) {
    return tokenOf(account(Role.VIEWER, clinics));
  }

  /** A new account; its name is the role in lower case and a number. */
  public Account account(Role role, long... clinics) {
    String name = role.name().toLowerCase(java.util.Locale.ROOT) + number.incrementAndGet();
    return accounts.add(
        new AccountForm(
            name, role, Arrays.stream(clinics).boxed().collect(Collectors.toSet()), true),
        PASSWORD,
        false,
        MovedClock.START);
  }

  public String tokenOf(Account account) {
    return tokens.issue(account, clock.now()).token();
  }
}
