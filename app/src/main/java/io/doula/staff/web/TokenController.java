package io.doula.staff.web;

import io.doula.core.FieldErrors;
import io.doula.http.Problem;
import io.doula.http.Problems;
import io.doula.staff.Account;
import io.doula.staff.CodeWanted;
import io.doula.staff.SignInClock;
import io.doula.staff.SignIns;
import io.doula.staff.Tokens;
import io.doula.staff.TooManySignIns;
import io.doula.staff.WrongCode;
import io.doula.staff.WrongSignIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Gives programs a token for a name and a password. */
@RestController
class TokenController {
  private final SignIns signIns;
  private final Tokens tokens;
  private final SignInClock clock;
  private final Problems problems;

  TokenController(SignIns signIns, Tokens tokens, SignInClock clock, Problems problems) {
    this.signIns = signIns;
    this.tokens = tokens;
    this.clock = clock;
    this.problems = problems;
  }

  /**
   * @param code of the second factor, for an account that has one: six digits or a recovery code
   */
  record Credentials(@Nullable String username, @Nullable String password, @Nullable String code) {}

  @PostMapping("/api/token")
  Tokens.Issued signIn(@RequestBody Credentials sent, HttpServletRequest request) {
    String username = sent.username();
    String password = sent.password();
    new FieldErrors()
        .require(username != null, "username", "is missing")
        .require(password != null, "password", "is missing")
        .throwIfAny();
    Instant now = clock.now();
    Account account =
        signIns.signIn(
            Objects.requireNonNull(username),
            Objects.requireNonNull(password),
            sent.code(),
            request.getRemoteAddr(),
            now);
    return tokens.issue(account, now);
  }

  @ExceptionHandler({WrongSignIn.class, CodeWanted.class, WrongCode.class})
  void answer(RuntimeException wrong, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    problems.write(request, response, Problem.of(HttpStatus.UNAUTHORIZED, wrong.getMessage()));
  }

  @ExceptionHandler
  void answer(TooManySignIns tooMany, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Waiting.answer(tooMany, problems, request, response);
  }
}
