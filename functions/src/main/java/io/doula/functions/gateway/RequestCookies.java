package io.doula.functions.gateway;

import jakarta.servlet.http.Cookie;
import java.util.ArrayList;
import java.util.List;

/** Cookies of all Cookie lines; what is no cookie is left out without a word. */
final class RequestCookies {
  private RequestCookies() {}

  static List<Cookie> of(List<String> headers) {
    List<Cookie> cookies = new ArrayList<>();
    for (String header : headers) {
      for (String pair : header.split(";")) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          add(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip(), cookies);
        }
      }
    }
    return cookies;
  }

  private static void add(String name, String value, List<Cookie> cookies) {
    if (name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+") && value.matches("[\\x21-\\x7e]*")) {
      cookies.add(new Cookie(name, value));
    }
  }
}
