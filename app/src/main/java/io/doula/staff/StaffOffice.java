package io.doula.staff;

import io.doula.core.NotFound;
import io.doula.core.Stale;
import java.time.Instant;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What an ADMIN does with an account in one go. */
@Service
public class StaffOffice {
  private final Accounts accounts;
  private final ResetLinks links;

  StaffOffice(Accounts accounts, ResetLinks links) {
    this.accounts = accounts;
    this.links = links;
  }

  /** A new account, and the link with which its owner chooses her password. */
  public record Invited(Account account, ResetLinks.Made link) {}

  /**
   * Adds an account whose password nobody knows.
   *
   * @param by the ADMIN
   * @param made when the account is made, by the program's time
   * @param now real time, by which the link ends
   * @throws io.doula.core.Invalid naming the field
   * @throws io.doula.core.Conflict when the name is taken
   */
  @Transactional
  public Invited invite(AccountForm form, long by, Instant made, Instant now) {
    Account account = accounts.add(form, made);
    return new Invited(account, links.make(account.id(), by, now));
  }

  /**
   * Changes the account that was looked at.
   *
   * @param version what it was then
   * @throws Stale when somebody changed it since
   * @throws io.doula.core.Conflict as {@link Accounts#change}
   */
  @Transactional
  public Account change(long id, int version, AccountForm form) {
    Account stored = accounts.lock(id).orElseThrow(() -> new NotFound("user"));
    if (stored.version() != version) {
      throw new Stale();
    }
    return accounts.change(stored, form);
  }

  /**
   * Lets her in or keeps her out from now on; what she has open ends with its next request.
   *
   * @throws io.doula.core.Conflict when it would leave no enabled ADMIN
   */
  @Transactional
  public void enable(long id, boolean enabled) {
    Account stored = accounts.lock(id).orElseThrow(() -> new NotFound("user"));
    if (stored.enabled() != enabled) {
      accounts.change(
          stored, new AccountForm(stored.username(), stored.role(), stored.clinics(), enabled));
    }
  }
}
