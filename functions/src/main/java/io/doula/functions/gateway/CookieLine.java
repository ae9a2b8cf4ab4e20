package io.doula.functions.gateway;

import jakarta.servlet.http.Cookie;
import java.time.Instant;
import java.util.Map;

/** A cookie as a Set-Cookie line. */
final class CookieLine {
  /** Long ago for every clock: this cookie is to be forgotten. */
  private static final Instant FORGET = Instant.ofEpochSecond(10);

  private CookieLine() {}

  static String of(Cookie cookie, Instant now) {
    StringBuilder line = new StringBuilder(cookie.getName()).append('=');
    if (cookie.getValue() != null) {
      line.append(cookie.getValue());
    }
    int age = cookie.getMaxAge();
    if (age > 0) {
      line.append("; Max-Age=").append(age);
    }
    if (age >= 0) {
      Instant end = age == 0 ? FORGET : now.plusSeconds(age);
      line.append("; Expires=").append(GatewayResponse.HTTP_DATE.format(end));
    }
    add(line, "Domain", cookie.getDomain());
    add(line, "Path", cookie.getPath());
    line.append(cookie.getSecure() ? "; Secure" : "")
        .append(cookie.isHttpOnly() ? "; HttpOnly" : "");
    Map<String, String> attributes = cookie.getAttributes();
    add(line, "SameSite", attributes.get("SameSite"));
    return line.toString();
  }

  private static void add(
      StringBuilder line, String name, @org.jspecify.annotations.Nullable String value) {
    if (value != null && !value.isEmpty()) {
      line.append("; ").append(name).append('=').append(value);
    }
  }
}
