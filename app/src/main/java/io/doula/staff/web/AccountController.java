package io.doula.staff.web;

import io.doula.core.NotFound;
import io.doula.core.Viewer;
import io.doula.http.PageController;
import io.doula.staff.Accounts;
import io.doula.staff.SecondFactors;
import io.doula.staff.SignInClock;
import io.doula.staff.StaffList;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/** One's own account. */
@PageController
class AccountController {
  private final Accounts accounts;
  private final StaffList staff;
  private final SecondFactors secondFactors;
  private final SignInClock clock;
  private final SignInCookie cookie;
  private final FormTokens formTokens;

  AccountController(
      Accounts accounts,
      StaffList staff,
      SecondFactors secondFactors,
      SignInClock clock,
      SignInCookie cookie,
      FormTokens formTokens) {
    this.accounts = accounts;
    this.staff = staff;
    this.secondFactors = secondFactors;
    this.clock = clock;
    this.cookie = cookie;
    this.formTokens = formTokens;
  }

  @GetMapping("/app/account")
  String account(@AuthenticationPrincipal Viewer viewer, Model model) {
    long id = viewer.accountId();
    model.addAttribute("current", "more");
    model.addAttribute(
        "member", staff.find(id, clock.now()).orElseThrow(() -> new NotFound("user")));
    model.addAttribute("codesLeft", secondFactors.recoveryCodesLeft(id));
    return "app/account";
  }

  @PostMapping("/app/account/sign-out")
  String signOutEverywhere(
      @AuthenticationPrincipal Viewer viewer,
      HttpServletRequest request,
      HttpServletResponse response) {
    accounts.signOutEverywhere(viewer.accountId());
    cookie.clear(request, response);
    formTokens.renew(request, response);
    return "redirect:/app/sign-in?note=signed-out";
  }
}
