package io.doula.http;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.core.Ordered;

/** The order in which a request passes the rules of the house; the sign-in stands at -100. */
final class FilterOrder {
  static final int SIGHT = Ordered.HIGHEST_PRECEDENCE;
  static final int TRAILING_SLASH = Ordered.HIGHEST_PRECEDENCE + 1;

  /** Just inside the filter that binds the request to the thread, which a page needs. */
  static final int LAST_RESORT = -104;

  /** Before the sign-in, whose check of a form's token would be the first to read the form. */
  static final int PARAMETERS = -102;

  static final int BODY = -80;
  static final int IDEMPOTENCY = -70;

  private FilterOrder() {}

  /** Whether the request's path is this one or lies below it. */
  static boolean under(HttpServletRequest request, String path) {
    String uri = request.getRequestURI();
    return uri.equals(path) || uri.startsWith(path + "/");
  }
}
