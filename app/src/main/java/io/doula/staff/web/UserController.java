package io.doula.staff.web;

import io.doula.core.FieldErrors;
import io.doula.core.Forbidden;
import io.doula.core.Ids;
import io.doula.core.Invalid;
import io.doula.core.NotFound;
import io.doula.core.Page;
import io.doula.core.Paging;
import io.doula.core.ProgramClock;
import io.doula.core.Role;
import io.doula.core.Viewer;
import io.doula.http.Patches;
import io.doula.http.Problems;
import io.doula.http.Versions;
import io.doula.staff.Account;
import io.doula.staff.AccountForm;
import io.doula.staff.Accounts;
import io.doula.staff.TooManySignIns;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/**
 * The user list: an ADMIN's, but for one's own entry, and one's own password is nobody else's to
 * change.
 */
@RestController
@RequestMapping("/api/users")
class UserController {
  private final Accounts accounts;
  private final Patches patches;
  private final ProgramClock clock;
  private final OwnPassword ownPassword;
  private final Problems problems;
  private final TransactionTemplate transaction;

  UserController(
      Accounts accounts,
      Patches patches,
      ProgramClock clock,
      OwnPassword ownPassword,
      Problems problems,
      TransactionTemplate transaction) {
    this.accounts = accounts;
    this.patches = patches;
    this.clock = clock;
    this.ownPassword = ownPassword;
    this.problems = problems;
    this.transaction = transaction;
  }

  record User(String id, String username, Role role, List<String> clinics, boolean enabled) {
    static User of(Account account) {
      return new User(
          Ids.text(account.id()),
          account.username(),
          account.role(),
          account.clinics().stream().sorted().map(Ids::text).toList(),
          account.enabled());
    }
  }

  record UserForm(
      @Nullable String username,
      @Nullable Role role,
      @Nullable List<@Nullable String> clinics,
      @Nullable Boolean enabled,
      @Nullable String password) {

    static UserForm of(Account account) {
      User user = User.of(account);
      return new UserForm(
          user.username(), user.role(), List.copyOf(user.clinics()), user.enabled(), null);
    }

    /**
     * @throws io.doula.core.Invalid naming what is missing or wrong
     */
    AccountForm accountForm() {
      FieldErrors errors = new FieldErrors();
      AccountForm.check(username, role, errors);
      errors.throwIfAny();
      return new AccountForm(
          Objects.requireNonNull(username),
          Objects.requireNonNull(role),
          clinicIds(),
          enabled == null || enabled);
    }

    private Set<Long> clinicIds() {
      Set<Long> ids = new HashSet<>();
      for (int i = 0; clinics != null && i < clinics.size(); i++) {
        String text = clinics.get(i);
        String place = "clinics[" + i + "]";
        if (!ids.add(Ids.inField(text == null ? "" : text, place))) {
          throw new Invalid(place, "is there twice");
        }
      }
      return ids;
    }
  }

  @GetMapping
  Page<User> list(
      @AuthenticationPrincipal Viewer viewer,
      @RequestParam(required = false) @Nullable String limit,
      @RequestParam(required = false) @Nullable String after) {
    requireAdmin(viewer);
    Page<Account> page = accounts.page(Paging.of(limit, after));
    return new Page<>(page.items().stream().map(User::of).toList(), page.next());
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  ResponseEntity<User> add(@AuthenticationPrincipal Viewer viewer, @RequestBody UserForm sent) {
    requireAdmin(viewer);
    FieldErrors errors = new FieldErrors();
    errors.require(sent.password() != null, "password", "is missing").throwIfAny();
    Account added =
        accounts.add(
            sent.accountForm(), Objects.requireNonNull(sent.password()), false, clock.now());
    return ResponseEntity.created(URI.create("/api/users/" + added.id()))
        .eTag(Versions.etag(added.version()))
        .body(User.of(added));
  }

  @GetMapping("/{id}")
  ResponseEntity<User> one(@AuthenticationPrincipal Viewer viewer, @PathVariable String id) {
    long wanted = idOf(id, viewer);
    return answer(accounts.find(wanted).orElseThrow(() -> new NotFound("user")));
  }

  @PatchMapping("/{id}")
  ResponseEntity<User> change(
      @AuthenticationPrincipal Viewer viewer,
      @PathVariable String id,
      @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
      @RequestBody JsonNode sent,
      HttpServletRequest request) {
    long wanted = idOf(id, viewer);
    String current = OwnPassword.takenFrom(sent);
    if (wanted == viewer.accountId() && (current != null || sent.has("password"))) {
      ownPassword.require(
          accounts.find(wanted).orElseThrow(() -> new NotFound("user")), current, request);
    }
    return Objects.requireNonNull(
        transaction.execute(status -> change(viewer, wanted, ifMatch, sent)));
  }

  private ResponseEntity<User> change(
      Viewer viewer, long wanted, @Nullable String ifMatch, JsonNode sent) {
    Account stored = accounts.lock(wanted).orElseThrow(() -> new NotFound("user"));
    UserForm form = patches.over(UserForm.of(stored), sent, UserForm.class);
    Versions.check(ifMatch, stored.version());
    boolean own = stored.id() == viewer.accountId();
    boolean more = sent.propertyStream().anyMatch(field -> !field.getKey().equals("password"));
    if (more) {
      requireAdmin(viewer);
    }
    if (stored.mustChangePassword() && own && !sent.has("password")) {
      throw new Forbidden("change your password first: send password");
    }
    if (sent.has("password") && !own) {
      throw new Forbidden(
          "a password is changed by its owner alone; for one that is lost:"
              + " POST /api/users/ID/reset-link");
    }
    Account changed = more ? accounts.change(stored, form.accountForm()) : stored;
    if (sent.has("password")) {
      changed = accounts.changePassword(changed, form.password());
    }
    return answer(changed);
  }

  @ExceptionHandler
  void answer(TooManySignIns tooMany, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Waiting.answer(tooMany, problems, request, response);
  }

  private static ResponseEntity<User> answer(Account account) {
    return ResponseEntity.ok().eTag(Versions.etag(account.version())).body(User.of(account));
  }

  private static long idOf(String id, Viewer viewer) {
    long wanted = id.equals("me") ? viewer.accountId() : Ids.inPath(id, "user");
    if (wanted != viewer.accountId()) {
      requireAdmin(viewer);
    }
    return wanted;
  }

  private static void requireAdmin(Viewer viewer) {
    if (viewer.role() != Role.ADMIN) {
      throw new Forbidden("the user list is an ADMIN's; your own entry is /api/users/me");
    }
  }
}
