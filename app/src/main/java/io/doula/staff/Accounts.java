package io.doula.staff;

import io.doula.core.Conflict;
import io.doula.core.FieldErrors;
import io.doula.core.Invalid;
import io.doula.core.NotFound;
import io.doula.core.Page;
import io.doula.core.Paging;
import io.doula.core.Role;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The accounts of staff. */
@Repository
public class Accounts {
  private final JdbcClient jdbc;
  private final Passwords passwords;
  private final PasswordRule rule;
  private final StaffNews news;

  Accounts(JdbcClient jdbc, Passwords passwords, PasswordRule rule, StaffNews news) {
    this.jdbc = jdbc;
    this.passwords = passwords;
    this.rule = rule;
    this.news = news;
  }

  /** The account as it is now, also a disabled one. */
  public Optional<Account> find(long id) {
    return jdbc.sql("select " + AccountRows.COLUMNS + " from account a where a.id = :id")
        .param("id", id)
        .query(AccountRows::read)
        .optional();
  }

  /** The account of that name, in whatever case it is written. */
  public Optional<Account> named(String username) {
    return jdbc.sql(
            "select "
                + AccountRows.COLUMNS
                + " from account a where lower(a.username) = lower(:name)")
        .param("name", username)
        .query(AccountRows::read)
        .optional();
  }

  public Page<Account> page(Paging paging) {
    return Page.of(
        jdbc.sql(
                "select "
                    + AccountRows.COLUMNS
                    + " from account a where a.id > :after order by a.id limit :limit")
            .param("after", paging.after())
            .param("limit", paging.limit() + 1)
            .query(AccountRows::read)
            .list(),
        paging,
        Account::id);
  }

  /**
   * Adds an account.
   *
   * @param mustChange the password is known to others, and is only good for changing it
   * @throws io.doula.core.Invalid naming the field: username, role, clinics or password
   * @throws Conflict when the name is taken, in whatever case
   */
  @Transactional
  public Account add(AccountForm form, String password, boolean mustChange, Instant now) {
    FieldErrors errors = new FieldErrors();
    AccountForm.check(form.username(), form.role(), errors);
    checkClinics(form.clinics(), errors);
    fault(password, form.username(), form.clinics())
        .ifPresent(fault -> errors.add("password", fault.message()));
    errors.throwIfAny();
    return insert(form, passwords.hash(password), mustChange, now);
  }

  /**
   * Adds an account with a password that nobody knows: she comes in by a link (see ResetLinks).
   *
   * @throws io.doula.core.Invalid naming the field: username, role or clinics
   * @throws Conflict when the name is taken, in whatever case
   */
  @Transactional
  public Account add(AccountForm form, Instant now) {
    return add(form, passwords.madeUp(), false, now);
  }

  /**
   * Changes what an ADMIN may change. What she is no longer allowed ends with her next request.
   *
   * @throws Conflict when it would leave no enabled ADMIN, or the name is taken
   */
  @Transactional
  public Account change(Account stored, AccountForm form) {
    FieldErrors errors = new FieldErrors();
    AccountForm.check(form.username(), form.role(), errors);
    checkClinics(form.clinics(), errors);
    errors.throwIfAny();
    if (stored.role() == Role.ADMIN && (form.role() != Role.ADMIN || !form.enabled())) {
      checkAnotherAdmin(stored.id());
    }
    try {
      jdbc.sql(
              """
              update account
              set username = :name, role = :role, enabled = :enabled, version = version + 1,
                  session_epoch = session_epoch + case when enabled and not :enabled then 1 else 0 end
              where id = :id
              """)
          .param("name", form.username())
          .param("role", form.role().name())
          .param("enabled", form.enabled())
          .param("id", stored.id())
          .update();
    } catch (DuplicateKeyException e) {
      throw new Conflict("another user has this name");
    }
    writeClinics(stored.id(), form.clinics());
    if (!form.enabled()) {
      endResetLink(stored.id());
    }
    news.tell(kind(stored, form), stored.id());
    return find(stored.id()).orElseThrow(() -> new NotFound("user"));
  }

  /**
   * Reads the account and holds it until the transaction ends, so that its version stays true; and
   * with it, in order of id, the ADMINs that {@link #change} may have to count.
   */
  public Optional<Account> lock(long id) {
    jdbc.sql(
            """
            select id from account
            where id = :id or role = 'ADMIN' and enabled
            order by id for update
            """)
        .param("id", id)
        .query(Long.class)
        .list();
    return find(id);
  }

  /**
   * Gives the account a new password and ends every sign-in that it has.
   *
   * @throws io.doula.core.Invalid naming password
   */
  @Transactional
  public Account changePassword(Account account, @Nullable String password) {
    passwordFault(account, password)
        .ifPresent(
            fault -> {
              throw new Invalid("password", fault.message());
            });
    setPassword(account.id(), passwords.hash(Objects.requireNonNull(password)), false);
    return find(account.id()).orElseThrow(() -> new NotFound("user"));
  }

  /** What keeps her from having this password. */
  public Optional<PasswordFault> passwordFault(Account account, @Nullable String password) {
    return fault(password, account.username(), account.clinics());
  }

  private Optional<PasswordFault> fault(
      @Nullable String password, @Nullable String username, Set<Long> clinics) {
    List<String> names =
        new ArrayList<>(
            jdbc.sql("select name from clinic where id = any(:clinics)")
                .param("clinics", clinics.toArray(Long[]::new))
                .query(String.class)
                .list());
    names.add(username == null ? "" : username);
    return rule.fault(password == null ? "" : password, names);
  }

  /**
   * Makes up a password for the account that must be changed at the next sign-in, and returns it.
   */
  @Transactional
  public String resetPassword(Account account) {
    String madeUp = passwords.madeUp();
    setPassword(account.id(), passwords.hash(madeUp), true);
    return madeUp;
  }

  private static StaffEvent.Kind kind(Account stored, AccountForm form) {
    if (stored.enabled() == form.enabled()) {
      return StaffEvent.Kind.CHANGED;
    }
    return form.enabled() ? StaffEvent.Kind.ENABLED : StaffEvent.Kind.DISABLED;
  }

  /** Ends every sign-in that the account has, on whatever device. */
  @Transactional
  public void signOutEverywhere(long id) {
    jdbc.sql("update account set session_epoch = session_epoch + 1 where id = :id")
        .param("id", id)
        .update();
    news.tell(StaffEvent.Kind.SIGNED_OUT_EVERYWHERE, id);
  }

  private void endResetLink(long id) {
    jdbc.sql("delete from reset_link where account_id = :id").param("id", id).update();
  }

  boolean anyAdmin() {
    return jdbc.sql("select exists (select from account where role = 'ADMIN')")
        .query(Boolean.class)
        .single();
  }

  Account insert(AccountForm form, String passwordHash, boolean mustChange, Instant now) {
    try {
      long id =
          jdbc.sql(
                  """
                  insert into account
                    (username, password_hash, role, enabled, must_change_password, created_at)
                  values (:name, :hash, :role, :enabled, :mustChange, :now)
                  returning id
                  """)
              .param("name", form.username())
              .param("hash", passwordHash)
              .param("role", form.role().name())
              .param("enabled", form.enabled())
              .param("mustChange", mustChange)
              .param("now", Timestamp.from(now))
              .query(Long.class)
              .single();
      writeClinics(id, form.clinics());
      news.tell(StaffEvent.Kind.ADDED, id);
      return find(id).orElseThrow(() -> new NotFound("user"));
    } catch (DuplicateKeyException e) {
      throw new Conflict("another user has this name");
    }
  }

  private void setPassword(long id, String hash, boolean mustChange) {
    jdbc.sql(
            """
            update account
            set password_hash = :hash, must_change_password = :mustChange,
                session_epoch = session_epoch + 1, version = version + 1
            where id = :id
            """)
        .param("hash", hash)
        .param("mustChange", mustChange)
        .param("id", id)
        .update();
    endResetLink(id);
    news.tell(StaffEvent.Kind.PASSWORD_CHANGED, id);
  }

  private void writeClinics(long id, Set<Long> clinics) {
    jdbc.sql("delete from account_clinic where account_id = :id").param("id", id).update();
    jdbc.sql(
            """
            insert into account_clinic (account_id, clinic_id)
            select :id, unnest(:clinics)
            """)
        .param("id", id)
        .param("clinics", clinics.toArray(Long[]::new))
        .update();
  }

  private void checkClinics(Set<Long> clinics, FieldErrors errors) {
    int known =
        jdbc.sql("select count(*) from clinic where id = any(:clinics)")
            .param("clinics", clinics.toArray(Long[]::new))
            .query(Integer.class)
            .single();
    errors.require(known == clinics.size(), "clinics", "names a clinic that does not exist");
  }

  /** Locks the ADMINs, in order of id, so that two who demote each other don't both succeed. */
  private void checkAnotherAdmin(long id) {
    boolean another =
        jdbc
            .sql("select id from account where role = 'ADMIN' and enabled order by id for update")
            .query(Long.class)
            .list()
            .stream()
            .anyMatch(admin -> admin != id);
    if (!another) {
      throw new Conflict("this is the last ADMIN who can sign in: make another one first");
    }
  }
}
