package io.doula.staff.web;

import io.doula.core.NotFound;
import io.doula.core.Viewer;
import io.doula.http.PageController;
import io.doula.staff.Account;
import io.doula.staff.Accounts;
import io.doula.staff.SecondFactors;
import io.doula.staff.SignInClock;
import io.doula.staff.SignIns;
import io.doula.staff.Tokens;
import io.doula.staff.TooManySignIns;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The page on which one adds a second factor to one's own account, or takes it away. */
@PageController
class SecondFactorController {
  private static final String PAGE = "app/second-factor";
  private static final String AGAIN = "redirect:/app/account/second-factor";

  private final Accounts accounts;
  private final SecondFactors secondFactors;
  private final SignIns signIns;
  private final Tokens tokens;
  private final SignInClock clock;
  private final SignInCookie cookie;

  SecondFactorController(
      Accounts accounts,
      SecondFactors secondFactors,
      SignIns signIns,
      Tokens tokens,
      SignInClock clock,
      SignInCookie cookie) {
    this.accounts = accounts;
    this.secondFactors = secondFactors;
    this.signIns = signIns;
    this.tokens = tokens;
    this.clock = clock;
    this.cookie = cookie;
  }

  @GetMapping("/app/account/second-factor")
  String page(@AuthenticationPrincipal Viewer viewer, Model model) {
    Account account = account(viewer);
    boolean on = secondFactors.isOn(account.id());
    model.addAttribute("current", "more");
    model.addAttribute("on", on);
    model.addAttribute("codesLeft", secondFactors.recoveryCodesLeft(account.id()));
    Optional<SecondFactors.Begun> begun = secondFactors.begun(account, clock.now());
    if (!on && begun.isPresent()) {
      model.addAttribute("key", inGroups(begun.get().key()));
      model.addAttribute("uri", begun.get().uri());
      model.addAttribute("picture", QrPicture.of(begun.get().uri()));
    }
    return PAGE;
  }

  @PostMapping("/app/account/second-factor")
  String begin(
      @AuthenticationPrincipal Viewer viewer,
      @RequestParam(defaultValue = "") String password,
      HttpServletRequest request,
      HttpServletResponse response,
      Model model) {
    String error = passwordError(viewer, password, request, response, model);
    if (error == null) {
      secondFactors.begin(viewer.accountId(), clock.now());
      return AGAIN;
    }
    model.addAttribute("error", error);
    return page(viewer, model);
  }

  @PostMapping("/app/account/second-factor/confirm")
  String confirm(
      @AuthenticationPrincipal Viewer viewer,
      @RequestParam(defaultValue = "") String code,
      HttpServletRequest request,
      HttpServletResponse response,
      Model model) {
    Instant now = clock.now();
    Optional<List<String>> codes = secondFactors.confirm(viewer.accountId(), code, now);
    if (codes.isPresent()) {
      // all other sign-ins ended; this one goes on
      cookie.set(request, response, tokens.issue(account(viewer), now));
      model.addAttribute("current", "more");
      model.addAttribute("codes", codes.get());
      return "app/recovery-codes";
    }
    response.setStatus(HttpStatus.BAD_REQUEST.value());
    model.addAttribute("error", "code.wrong");
    return page(viewer, model);
  }

  @PostMapping("/app/account/second-factor/remove")
  String remove(
      @AuthenticationPrincipal Viewer viewer,
      @RequestParam(defaultValue = "") String password,
      HttpServletRequest request,
      HttpServletResponse response,
      Model model) {
    String error = passwordError(viewer, password, request, response, model);
    if (error == null) {
      secondFactors.remove(viewer.accountId());
      return "redirect:/app/account?note=second-removed";
    }
    model.addAttribute("error", error);
    return page(viewer, model);
  }

  /** What is wrong with the password that such a change asks for again; null when nothing is. */
  private @Nullable String passwordError(
      Viewer viewer,
      String password,
      HttpServletRequest request,
      HttpServletResponse response,
      Model model) {
    try {
      Account account = account(viewer);
      if (signIns.isPassword(account, password, request.getRemoteAddr(), clock.now())) {
        return null;
      }
      response.setStatus(HttpStatus.BAD_REQUEST.value());
      return "password.wrong";
    } catch (TooManySignIns tooMany) {
      Waiting.say(tooMany, response, model);
      return "password.too-many";
    }
  }

  private Account account(Viewer viewer) {
    return accounts.find(viewer.accountId()).orElseThrow(() -> new NotFound("user"));
  }

  private static String inGroups(String key) {
    return key.replaceAll("(.{4})(?=.)", "$1 ");
  }
}
