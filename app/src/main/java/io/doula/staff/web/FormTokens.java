package io.doula.staff.web;

import io.doula.core.Seal;
import io.doula.core.Viewer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.csrf.DefaultCsrfToken;
import org.springframework.stereotype.Component;

/**
 * The token that forms carry stands in a cookie of its own: there is no session to keep it in. It
 * is sealed for whoever is signed in, so that somebody who manages to set cookies in her browser
 * has none that is good for her. As the sign-in's, the cookie's name says where it is secure.
 */
@Component
class FormTokens implements CsrfTokenRepository {
  private static final String NAME = "doula-form";
  private static final int RANDOM_BYTES = 16;

  private final SignInCookie signIn;
  private final Seal seal;
  private final SecureRandom random = new SecureRandom();
  private final CookieCsrfTokenRepository plain = repository(NAME, false);
  private final CookieCsrfTokenRepository secure = repository("__Host-" + NAME, true);

  FormTokens(SignInCookie signIn, Seal seal) {
    this.signIn = signIn;
    this.seal = seal;
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
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    CsrfToken named = of(request).generateToken(request);
    return new DefaultCsrfToken(
        named.getHeaderName(), named.getParameterName(), sealed(HexFormat.of().formatHex(bytes)));
  }

  @Override
  public void saveToken(
      @Nullable CsrfToken token, HttpServletRequest request, HttpServletResponse response) {
    of(request).saveToken(token, request, response);
  }

  @Override
  public @Nullable CsrfToken loadToken(HttpServletRequest request) {
    CsrfToken token = of(request).loadToken(request);
    return token != null && isHers(token.getToken()) ? token : null;
  }

  private boolean isHers(String token) {
    String good = sealed(token.replaceAll("-.*", ""));
    return MessageDigest.isEqual(
        token.getBytes(StandardCharsets.UTF_8), good.getBytes(StandardCharsets.UTF_8));
  }

  private String sealed(String made) {
    byte[] both = (whose() + " " + made).getBytes(StandardCharsets.UTF_8);
    return made + "-" + HexFormat.of().formatHex(seal.seal("form of a page", both));
  }

  /** The account that is signed in; nobody's is the same for all who are not. */
  private static String whose() {
    Authentication signedIn = SecurityContextHolder.getContext().getAuthentication();
    return signedIn != null && signedIn.getPrincipal() instanceof Viewer viewer
        ? Long.toString(viewer.accountId())
        : "nobody";
  }

  private CookieCsrfTokenRepository of(HttpServletRequest request) {
    return signIn.isSecure(request) ? secure : plain;
  }
}
