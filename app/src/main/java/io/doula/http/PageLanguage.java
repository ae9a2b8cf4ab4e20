package io.doula.http;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.LocaleResolver;

/**
 * The language of a page: the one its reader chose (a cookie), else the first of her browser's that
 * there are texts in, else English.
 */
@Component("localeResolver")
public class PageLanguage implements LocaleResolver {
  /** Languages that there are texts in, each under its own name. */
  public static final List<Locale> ALL =
      List.of("en", "fr", "hi", "sw", "zu").stream().map(Locale::forLanguageTag).toList();

  private static final String COOKIE = "doula-language";

  @Override
  public Locale resolveLocale(HttpServletRequest request) {
    return chosen(request)
        .or(
            () ->
                Collections.list(request.getLocales()).stream()
                    .flatMap(wanted -> known(wanted.getLanguage()).stream())
                    .findFirst())
        .orElse(Locale.ENGLISH);
  }

  @Override
  public void setLocale(
      HttpServletRequest request, @Nullable HttpServletResponse response, @Nullable Locale locale) {
    if (response != null && locale != null) {
      response.addHeader(
          HttpHeaders.SET_COOKIE,
          ResponseCookie.from(COOKIE, locale.getLanguage())
              .path("/")
              .httpOnly(true)
              .sameSite("Lax")
              .secure(request.isSecure())
              .maxAge(Duration.ofDays(365))
              .build()
              .toString());
    }
  }

  /** The language of this tag, when there are texts in it. */
  public static Optional<Locale> known(String tag) {
    return ALL.stream().filter(locale -> locale.getLanguage().equals(tag)).findFirst();
  }

  private static Optional<Locale> chosen(HttpServletRequest request) {
    return request.getCookies() == null
        ? Optional.empty()
        : Arrays.stream(request.getCookies())
            .filter(cookie -> cookie.getName().equals(COOKIE))
            .map(Cookie::getValue)
            .flatMap(value -> known(value).stream())
            .findFirst();
  }
}
