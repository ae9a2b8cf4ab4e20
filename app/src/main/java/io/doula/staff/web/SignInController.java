package io.doula.staff.web;

import io.doula.core.Viewer;
import io.doula.http.PageController;
import io.doula.staff.Account;
import io.doula.staff.SecondFactors;
import io.doula.staff.SignInClock;
import io.doula.staff.SignIns;
import io.doula.staff.Tokens;
import io.doula.staff.TooManySignIns;
import io.doula.staff.WrongCode;
import io.doula.staff.WrongSignIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The pages on which people come in and go out. */
@PageController
class SignInController {
  private static final String PAGE = "app/sign-in";
  private static final String CODE_PAGE = "app/sign-in-code";

  private final SignIns signIns;
  private final SecondFactors secondFactors;
  private final Tokens tokens;
  private final SignInClock clock;
  private final SignInCookie cookie;
  private final FormTokens formTokens;

  SignInController(
      SignIns signIns,
      SecondFactors secondFactors,
      Tokens tokens,
      SignInClock clock,
      SignInCookie cookie,
      FormTokens formTokens) {
    this.signIns = signIns;
    this.secondFactors = secondFactors;
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
      String address = request.getRemoteAddr();
      Account account = signIns.byPassword(username, password, address, now);
      if (!secondFactors.isOn(account.id())) {
        return goIn(signIns.signedIn(account, address, now), next, request, response);
      }
      // no sign-in of before stays while another is on its way
      cookie.clear(request, response);
      cookie.setStep(request, response, tokens.issueStep(account, now));
      formTokens.renew(request, response);
      return "redirect:/app/sign-in/code" + query(next);
    } catch (WrongSignIn wrong) {
      response.setStatus(HttpStatus.UNAUTHORIZED.value());
      model.addAttribute("error", "sign-in.wrong");
    } catch (TooManySignIns tooMany) {
      model.addAttribute("error", "sign-in.too-many");
      Waiting.say(tooMany, response, model);
    }
    return PAGE;
  }

  @GetMapping("/app/sign-in/code")
  String code(
      @RequestParam(required = false) @Nullable String next,
      HttpServletRequest request,
      Model model) {
    if (whoIsHalfIn(request).isEmpty()) {
      return "redirect:/app/sign-in" + query(next);
    }
    model.addAttribute("next", Paths.pageOrFirst(next));
    return CODE_PAGE;
  }

  @PostMapping("/app/sign-in/code")
  String code(
      @RequestParam(defaultValue = "") String code,
      @RequestParam(required = false) @Nullable String next,
      HttpServletRequest request,
      HttpServletResponse response,
      Model model) {
    Optional<Account> account = whoIsHalfIn(request);
    if (account.isEmpty()) {
      return "redirect:/app/sign-in" + query(next);
    }
    model.addAttribute("next", Paths.pageOrFirst(next));
    try {
      Account in = signIns.byCode(account.get(), code, request.getRemoteAddr(), clock.now());
      cookie.clearStep(request, response);
      return goIn(in, next, request, response);
    } catch (WrongCode wrong) {
      response.setStatus(HttpStatus.UNAUTHORIZED.value());
      model.addAttribute("error", "second.error.code.wrong");
    } catch (TooManySignIns tooMany) {
      model.addAttribute("error", "second.error.code.too-many");
      Waiting.say(tooMany, response, model);
    }
    return CODE_PAGE;
  }

  @PostMapping("/app/sign-out")
  String signOut(HttpServletRequest request, HttpServletResponse response) {
    cookie.clear(request, response);
    formTokens.renew(request, response);
    return "redirect:/";
  }

  private Optional<Account> whoIsHalfIn(HttpServletRequest request) {
    return cookie.readStep(request).flatMap(step -> tokens.accountOfStep(step, clock.now()));
  }

  private String goIn(
      Account account,
      @Nullable String next,
      HttpServletRequest request,
      HttpServletResponse response) {
    cookie.set(request, response, tokens.issue(account, clock.now()));
    // a form token that was there before she signed in is not hers
    formTokens.renew(request, response);
    return "redirect:" + Paths.pageOrFirst(next);
  }

  private static String query(@Nullable String next) {
    String page = Paths.pageOrFirst(next);
    return page.equals("/app") ? "" : "?next=" + URLEncoder.encode(page, StandardCharsets.UTF_8);
  }
}
