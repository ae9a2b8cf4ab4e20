package io.doula.staff.web;

import io.doula.core.NotFound;
import io.doula.core.Viewer;
import io.doula.http.PageController;
import io.doula.staff.Account;
import io.doula.staff.Accounts;
import io.doula.staff.SignInClock;
import io.doula.staff.SignIns;
import io.doula.staff.Tokens;
import io.doula.staff.TooManySignIns;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The page on which one changes one's own password. */
@PageController
class PasswordController {
  private static final String PAGE = "app/password";

  private final Accounts accounts;
  private final SignIns signIns;
  private final Tokens tokens;
  private final SignInClock clock;
  private final SignInCookie cookie;

  PasswordController(
      Accounts accounts, SignIns signIns, Tokens tokens, SignInClock clock, SignInCookie cookie) {
    this.accounts = accounts;
    this.signIns = signIns;
    this.tokens = tokens;
    this.clock = clock;
    this.cookie = cookie;
  }

  @GetMapping("/app/password")
  String form(@AuthenticationPrincipal Viewer viewer, Model model) {
    model.addAttribute("mustChange", account(viewer).mustChangePassword());
    return PAGE;
  }

  @PostMapping("/app/password")
  String change(
      @AuthenticationPrincipal Viewer viewer,
      @RequestParam(defaultValue = "") String current,
      @RequestParam(defaultValue = "") String password,
      @RequestParam(defaultValue = "") String repeated,
      HttpServletRequest request,
      HttpServletResponse response,
      Model model) {
    Account account = account(viewer);
    Instant now = clock.now();
    String error = error(account, current, password, repeated, request, now);
    if (error == null) {
      Account changed = accounts.changePassword(account, password);
      // every sign-in ended with the old password; this one goes on
      cookie.set(request, response, tokens.issue(changed, now));
      return "redirect:/app?note=password";
    }
    response.setStatus(HttpStatus.BAD_REQUEST.value());
    model.addAttribute("mustChange", account.mustChangePassword());
    model.addAttribute("error", error);
    return PAGE;
  }

  /** The message's key, whose first word is the field; null when all is well. */
  private @Nullable String error(
      Account account,
      String current,
      String password,
      String repeated,
      HttpServletRequest request,
      Instant now) {
    try {
      if (!signIns.isPassword(account, current, request.getRemoteAddr(), now)) {
        return "current.wrong";
      }
      if (password.equals(current)) {
        return "password.same";
      }
      if (!password.equals(repeated)) {
        return "repeated.differs";
      }
      return accounts
          .passwordFault(account, password)
          .map(fault -> "password." + fault.name().toLowerCase(Locale.ROOT))
          .orElse(null);
    } catch (TooManySignIns e) {
      return "current.too-many";
    }
  }

  private Account account(Viewer viewer) {
    return accounts.find(viewer.accountId()).orElseThrow(() -> new NotFound("user"));
  }
}
