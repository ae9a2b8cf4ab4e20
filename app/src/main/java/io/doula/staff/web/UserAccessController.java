package io.doula.staff.web;

import io.doula.core.Forbidden;
import io.doula.core.Ids;
import io.doula.core.NotFound;
import io.doula.core.Role;
import io.doula.core.Viewer;
import io.doula.http.NoFields;
import io.doula.staff.Accounts;
import io.doula.staff.ResetLinks;
import io.doula.staff.SecondFactors;
import io.doula.staff.SignInClock;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** How somebody comes in, beside her password: an ADMIN's to give and take, but for one's own. */
@RestController
@RequestMapping("/api/users/{id}")
class UserAccessController {
  private final Accounts accounts;
  private final ResetLinks links;
  private final SecondFactors secondFactors;
  private final PublicAddress address;
  private final SignInClock clock;

  UserAccessController(
      Accounts accounts,
      ResetLinks links,
      SecondFactors secondFactors,
      PublicAddress address,
      SignInClock clock) {
    this.accounts = accounts;
    this.links = links;
    this.secondFactors = secondFactors;
    this.address = address;
    this.clock = clock;
  }

  /** A link with which its owner chooses a password, once. */
  record ResetLink(String url, Instant expiresAt) {}

  @PostMapping("/reset-link")
  @ResponseStatus(HttpStatus.CREATED)
  ResetLink resetLink(
      @AuthenticationPrincipal Viewer viewer,
      @PathVariable String id,
      @RequestBody(required = false) @Nullable NoFields nothing,
      HttpServletRequest request) {
    requireAdmin(viewer);
    ResetLinks.Made made = links.make(idOf(id, viewer), viewer.accountId(), clock.now());
    return new ResetLink(address.reset(request, made.token()), made.expiresAt());
  }

  @PostMapping("/sign-out")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void signOut(
      @AuthenticationPrincipal Viewer viewer,
      @PathVariable String id,
      @RequestBody(required = false) @Nullable NoFields nothing) {
    long whose = idOf(id, viewer);
    if (whose != viewer.accountId()) {
      requireAdmin(viewer);
    }
    requireThere(whose);
    accounts.signOutEverywhere(whose);
  }

  @DeleteMapping("/second-factor")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void removeSecondFactor(@AuthenticationPrincipal Viewer viewer, @PathVariable String id) {
    requireAdmin(viewer);
    long whose = idOf(id, viewer);
    if (whose == viewer.accountId()) {
      throw new Forbidden("your own second factor is removed at /app/account, by your password");
    }
    requireThere(whose);
    if (!secondFactors.remove(whose)) {
      throw new NotFound("second factor");
    }
  }

  private void requireThere(long id) {
    if (accounts.find(id).isEmpty()) {
      throw new NotFound("user");
    }
  }

  private static long idOf(String id, Viewer viewer) {
    return id.equals("me") ? viewer.accountId() : Ids.inPath(id, "user");
  }

  private static void requireAdmin(Viewer viewer) {
    if (viewer.role() != Role.ADMIN) {
      throw new Forbidden("only an ADMIN may do this");
    }
  }
}
