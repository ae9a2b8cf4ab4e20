package io.doula.staff.web;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** Which part of the house a request is for. */
final class Paths {
  private Paths() {}

  static boolean isPage(HttpServletRequest request) {
    return under(request, "/app");
  }

  static boolean isForPrograms(HttpServletRequest request) {
    return under(request, "/api") || under(request, "/metrics");
  }

  private static boolean under(HttpServletRequest request, String path) {
    String uri = request.getRequestURI();
    return uri.equals(path) || uri.startsWith(path + "/");
  }

  /**
   * The path, when it leads back to a page of ours, else the first page: no other site can be
   * named.
   */
  static String pageOrFirst(@Nullable String next) {
    return next != null
            && next.matches("/app(/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*/?(\\?[A-Za-z0-9=&%_.+-]*)?")
        ? next
        : "/app";
  }
}
