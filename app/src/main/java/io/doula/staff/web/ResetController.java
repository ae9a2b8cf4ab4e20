package io.doula.staff.web;

import io.doula.core.NotFound;
import io.doula.http.PageController;
import io.doula.staff.Account;
import io.doula.staff.Accounts;
import io.doula.staff.PasswordFault;
import io.doula.staff.ResetLinks;
import io.doula.staff.SignInClock;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The page that a reset link opens, without a sign-in: one chooses a password, once. */
@PageController
class ResetController {
  private static final String PAGE = "app/reset";

  private final ResetLinks links;
  private final Accounts accounts;
  private final SignInClock clock;
  private final SignInCookie cookie;
  private final FormTokens formTokens;

  ResetController(
      ResetLinks links,
      Accounts accounts,
      SignInClock clock,
      SignInCookie cookie,
      FormTokens formTokens) {
    this.links = links;
    this.accounts = accounts;
    this.clock = clock;
    this.cookie = cookie;
    this.formTokens = formTokens;
  }

  @GetMapping("/app/reset")
  String form(
      @RequestParam(defaultValue = "") String token, HttpServletResponse response, Model model) {
    return page(links.account(token, clock.now()), token, response, model);
  }

  @PostMapping("/app/reset")
  String choose(
      @RequestParam(defaultValue = "") String token,
      @RequestParam(defaultValue = "") String password,
      @RequestParam(defaultValue = "") String repeated,
      HttpServletRequest request,
      HttpServletResponse response,
      Model model) {
    Instant now = clock.now();
    Optional<Account> account = links.account(token, now);
    String error = account.map(a -> error(a, password, repeated)).orElse(null);
    if (error != null) {
      response.setStatus(HttpStatus.BAD_REQUEST.value());
      model.addAttribute("error", error);
      return page(account, token, response, model);
    }
    try {
      links.use(token, password, now);
    } catch (NotFound goneMeanwhile) {
      return page(Optional.empty(), token, response, model);
    }
    // whoever was signed in on this device is not the one whose password this is
    cookie.clear(request, response);
    cookie.clearStep(request, response);
    formTokens.renew(request, response);
    return "redirect:/app/sign-in?note=reset";
  }

  private @Nullable String error(Account account, String password, String repeated) {
    Optional<PasswordFault> fault = accounts.passwordFault(account, password);
    if (fault.isPresent()) {
      return "password." + fault.get().name().toLowerCase(Locale.ROOT);
    }
    return password.equals(repeated) ? null : "repeated.differs";
  }

  /** What is wrong with a link is not said: used, too old, replaced and made up look the same. */
  private static String page(
      Optional<Account> account, String token, HttpServletResponse response, Model model) {
    if (account.isEmpty()) {
      response.setStatus(HttpStatus.NOT_FOUND.value());
      return PAGE;
    }
    model.addAttribute("username", account.get().username());
    model.addAttribute("token", token);
    return PAGE;
  }
}
