package io.doula.staff.web;

import io.doula.staff.Tokens;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;

/** The signed cookie with which pages know who looks at them: an API token in another carrier. */
@Component
class SignInCookie {
  private static final String NAME = "doula";

  private final boolean publicIsSecure;

  SignInCookie(@Value("${DOULA_PUBLIC_URL:}") String publicUrl) {
    this.publicIsSecure = publicUrl.startsWith("https:");
  }

  static Optional<String> read(HttpServletRequest request) {
    return request.getCookies() == null
        ? Optional.empty()
        : Arrays.stream(request.getCookies())
            .filter(cookie -> cookie.getName().equals(NAME))
            .map(Cookie::getValue)
            .findFirst();
  }

  void set(HttpServletRequest request, HttpServletResponse response, Tokens.Issued token) {
    write(request, response, token.token(), Tokens.LIFETIME);
  }

  void clear(HttpServletRequest request, HttpServletResponse response) {
    write(request, response, "", Duration.ZERO);
  }

  boolean publicIsSecure() {
    return publicIsSecure;
  }

  /** Whether browsers reach us by https, so that nothing must travel otherwise. */
  boolean isSecure(HttpServletRequest request) {
    return publicIsSecure || request.isSecure();
  }

  private void write(
      HttpServletRequest request, HttpServletResponse response, String value, Duration lifetime) {
    response.addHeader(
        HttpHeaders.SET_COOKIE,
        ResponseCookie.from(NAME, value)
            .path("/")
            .httpOnly(true)
            .sameSite("Lax")
            .secure(isSecure(request))
            .maxAge(lifetime)
            .build()
            .toString());
  }
}
