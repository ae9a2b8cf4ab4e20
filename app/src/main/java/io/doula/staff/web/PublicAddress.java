package io.doula.staff.web;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** Where people reach the program: links that they are given begin with it. */
@Component
class PublicAddress {
  private final String given;

  PublicAddress(@Value("${DOULA_PUBLIC_URL:}") String given) {
    this.given = given.replaceFirst("/+$", "");
  }

  /** DOULA_PUBLIC_URL; where it is not set, the address by which this request came. */
  String of(HttpServletRequest request) {
    return given.isEmpty()
        ? ServletUriComponentsBuilder.fromRequestUri(request)
            .replacePath(null)
            .build()
            .toUriString()
        : given;
  }

  /**
   * The page on which a link's token is used up. It stands in the query, which no access log of
   * ours holds, and not in the path, which all do.
   */
  String reset(HttpServletRequest request, String token) {
    return of(request) + "/app/reset?token=" + token;
  }
}
