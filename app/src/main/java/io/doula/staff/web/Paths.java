package io.doula.staff.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which part of the house a request is for. */
final class Paths {
  /** Pages for whoever comes. */
  static final String[] OPEN = {
    "/app/sign-in", "/app/language",
    // who asks proves something else: her password, or that she has the link
    "/app/sign-in/code", "/app/reset"
  };

  private Paths() {}

  /** Whether it is a page that needs no sign-in. */
  static boolean isOpen(HttpServletRequest request) {
    return List.of(OPEN).contains(request.getRequestURI());
  }

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
