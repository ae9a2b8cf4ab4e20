package io.doula.staff.web;

import io.doula.core.Sight;
import io.doula.staff.Account;
import io.doula.staff.SignInClock;
import io.doula.staff.Tokens;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Finds out who asks, and so what the request sees in the database. The API hears the bearer header
 * alone, which no page of another site can make a browser send; pages hear the cookie alone, and
 * their forms carry a CSRF token.
 */
class SignedInFilter extends OncePerRequestFilter {
  /** Held by who must change her password before anything else, in place of a role. */
  static final String MUST_CHANGE_PASSWORD = "MUST_CHANGE_PASSWORD";

  private final Tokens tokens;
  private final SignInClock clock;
  private final SignInCookie cookie;

  SignedInFilter(Tokens tokens, SignInClock clock, SignInCookie cookie) {
    this.tokens = tokens;
    this.clock = clock;
    this.cookie = cookie;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Optional<String> token = Paths.isPage(request) ? cookie.read(request) : bearer(request);
    Optional<Tokens.SignIn> signIn = token.flatMap(t -> tokens.signIn(t, clock.now()));
    signIn.ifPresent(
        known -> SecurityContextHolder.getContext().setAuthentication(signedIn(known)));
    Sight sight = signIn.map(known -> Sight.of(known.account().viewer())).orElse(Sight.NONE);
    Sight.Open seen = sight.open();
    try {
      chain.doFilter(request, response);
    } finally {
      seen.close();
    }
  }

  /** Its details say when she signed in. */
  private static Authentication signedIn(Tokens.SignIn signIn) {
    Account account = signIn.account();
    String authority =
        account.mustChangePassword() ? MUST_CHANGE_PASSWORD : "ROLE_" + account.role().name();
    PreAuthenticatedAuthenticationToken known =
        new PreAuthenticatedAuthenticationToken(
            account.viewer(), "", AuthorityUtils.createAuthorityList(authority));
    known.setDetails(signIn.at());
    return known;
  }

  private static Optional<String> bearer(HttpServletRequest request) {
    String header = request.getHeader("Authorization");
    return header != null && header.regionMatches(true, 0, "Bearer ", 0, 7)
        ? Optional.of(header.substring(7).strip())
        : Optional.empty();
  }
}
