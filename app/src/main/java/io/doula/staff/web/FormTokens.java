package io.doula.staff.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.stereotype.Component;

/**
 * The token that forms carry stands in a cookie of its own: there is no session to keep it in. As
 * the sign-in's, its name says where it is secure.
 */
@Component
class FormTokens implements CsrfTokenRepository {
  private static final String NAME = "doula-form";

  private final SignInCookie signIn;
  private final CookieCsrfTokenRepository plain = repository(NAME, false);
  private final CookieCsrfTokenRepository secure = repository("__Host-" + NAME, true);

  FormTokens(SignInCookie signIn) {
    this.signIn = signIn;
  }

  private static CookieCsrfTokenRepository repository(String name, boolean secure) {
    CookieCsrfTokenRepository tokens = new CookieCsrfTokenRepository();
    tokens.setCookieName(name);
    tokens.setCookiePath("/");
    tokens.setCookieCustomizer(c -> c.httpOnly(true).sameSite("Lax").secure(secure));
    return tokens;
  }

  /** What was there before is nobody's any more; the next form has another. */
  void renew(HttpServletRequest request, HttpServletResponse response) {
    saveToken(null, request, response);
  }

  @Override
  public CsrfToken generateToken(HttpServletRequest request) {
    return of(request).generateToken(request);
  }

  @Override
  public void saveToken(
      @Nullable CsrfToken token, HttpServletRequest request, HttpServletResponse response) {
    of(request).saveToken(token, request, response);
  }

  @Override
  public @Nullable CsrfToken loadToken(HttpServletRequest request) {
    return of(request).loadToken(request);
  }

  private CookieCsrfTokenRepository of(HttpServletRequest request) {
    return signIn.isSecure(request) ? secure : plain;
  }
}
