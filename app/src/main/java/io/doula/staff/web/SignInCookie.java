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

/**
 * The signed cookies with which pages know who looks at them: an API token in another carrier, and
 * between password and code a proof of the first step. Where browsers reach us by https their names
 * begin with __Host-, so that neither another host of the domain nor plain http can set them.
 */
@Component
class SignInCookie {
  private static final String SIGN_IN = "doula";
  private static final String FIRST_STEP = "doula-step";
  private static final String THIS_HOST_ALONE = "__Host-";

  private final boolean publicIsSecure;

  SignInCookie(@Value("${DOULA_PUBLIC_URL:}") String publicUrl) {
    this.publicIsSecure = publicUrl.startsWith("https:");
  }

  Optional<String> read(HttpServletRequest request) {
    return read(request, SIGN_IN);
  }

  Optional<String> readStep(HttpServletRequest request) {
    return read(request, FIRST_STEP);
  }

  private Optional<String> read(HttpServletRequest request, String name) {
    return request.getCookies() == null
        ? Optional.empty()
        : Arrays.stream(request.getCookies())
            .filter(cookie -> cookie.getName().equals(name(request, name)))
            .map(Cookie::getValue)
            .findFirst();
  }

  void set(HttpServletRequest request, HttpServletResponse response, Tokens.Issued token) {
    write(request, response, SIGN_IN, token.token(), Tokens.LIFETIME);
  }

  void clear(HttpServletRequest request, HttpServletResponse response) {
    write(request, response, SIGN_IN, "", Duration.ZERO);
  }

  void setStep(HttpServletRequest request, HttpServletResponse response, Tokens.Issued token) {
    write(request, response, FIRST_STEP, token.token(), Tokens.STEP_LIFETIME);
  }

  void clearStep(HttpServletRequest request, HttpServletResponse response) {
    write(request, response, FIRST_STEP, "", Duration.ZERO);
  }

  /** Whether browsers reach us by https, so that nothing must travel otherwise. */
  boolean isSecure(HttpServletRequest request) {
    return publicIsSecure || request.isSecure();
  }

  /** What the cookie is called here. */
  String name(HttpServletRequest request, String name) {
    return isSecure(request) ? THIS_HOST_ALONE + name : name;
  }

  private void write(
      HttpServletRequest request,
      HttpServletResponse response,
      String name,
      String value,
      Duration lifetime) {
    response.addHeader(
        HttpHeaders.SET_COOKIE,
        ResponseCookie.from(name(request, name), value)
            .path("/")
            .httpOnly(true)
            .sameSite("Lax")
            .secure(isSecure(request))
            .maxAge(lifetime)
            .build()
            .toString());
  }
}
