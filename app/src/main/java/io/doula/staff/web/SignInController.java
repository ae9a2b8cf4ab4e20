package io.doula.staff.web;

import io.doula.core.Viewer;
import io.doula.http.PageController;
import io.doula.staff.Account;
import io.doula.staff.SignInClock;
import io.doula.staff.SignIns;
import io.doula.staff.Tokens;
import io.doula.staff.TooManySignIns;
import io.doula.staff.WrongSignIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The pages on which people come in and go out. */
@PageController
class SignInController {
  private static final String PAGE = "app/sign-in";

  private final SignIns signIns;
  private final Tokens tokens;
  private final SignInClock clock;
  private final SignInCookie cookie;
  private final CookieCsrfTokenRepository formTokens;

  SignInController(
      SignIns signIns,
      Tokens tokens,
      SignInClock clock,
      SignInCookie cookie,
      CookieCsrfTokenRepository formTokens) {
    this.signIns = signIns;
    this.tokens = tokens;
    this.clock = clock;
    this.cookie = cookie;
    this.formTokens = formTokens;
  }

  @GetMapping("/app/sign-in")
  String form(
      @AuthenticationPrincipal @Nullable Viewer viewer,
      @RequestParam(required = false) @Nullable String next,
      Model model) {
    if (viewer != null) {
      return "redirect:" + Paths.pageOrFirst(next);
    }
    model.addAttribute("next", Paths.pageOrFirst(next));
    return PAGE;
  }

  @PostMapping("/app/sign-in")
  String signIn(
      @RequestParam(defaultValue = "") String username,
      @RequestParam(defaultValue = "") String password,
      @RequestParam(required = false) @Nullable String next,
      HttpServletRequest request,
      HttpServletResponse response,
      Model model) {
    model.addAttribute("next", Paths.pageOrFirst(next));
    model.addAttribute("username", username);
    Instant now = clock.now();
    try {
      Account account = signIns.signIn(username, password, request.getRemoteAddr(), now);
      cookie.set(request, response, tokens.issue(account, now));
      // a form token that was there before she signed in is not hers
      formTokens.saveToken(null, request, response);
      return "redirect:" + Paths.pageOrFirst(next);
    } catch (WrongSignIn wrong) {
      response.setStatus(HttpStatus.UNAUTHORIZED.value());
      model.addAttribute("error", "sign-in.wrong");
    } catch (TooManySignIns tooMany) {
      response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
      response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(tooMany.retryAfterSeconds()));
      model.addAttribute("error", "sign-in.too-many");
      model.addAttribute("minutes", (tooMany.retryAfterSeconds() + 59) / 60);
    }
    return PAGE;
  }

  @PostMapping("/app/sign-out")
  String signOut(HttpServletRequest request, HttpServletResponse response) {
    cookie.clear(request, response);
    formTokens.saveToken(null, request, response);
    return "redirect:/";
  }
}
