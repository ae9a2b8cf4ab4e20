package io.doula.staff.web;

import io.doula.core.Viewer;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Who signed in with a password that somebody else knows changes it before anything else. */
class PasswordFirstFilter extends OncePerRequestFilter {
  private static final Set<String> OPEN_PAGES =
      Set.of(
          "/app/password",
          "/app/sign-in",
          "/app/sign-in/code",
          "/app/reset",
          "/app/sign-out",
          "/app/language");

  private final Refused refused;

  PasswordFirstFilter(Refused refused) {
    this.refused = refused;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Authentication signedIn = SecurityContextHolder.getContext().getAuthentication();
    String path = request.getRequestURI();
    if (signedIn == null || !mustChange(signedIn) || mayStill(path, signedIn)) {
      chain.doFilter(request, response);
    } else if (Paths.isPage(request)) {
      response.sendRedirect("/app/password");
    } else {
      refused.passwordFirst(request, response);
    }
  }

  private static boolean mayStill(String path, Authentication signedIn) {
    return OPEN_PAGES.contains(path) || isOwnEntry(path, signedIn) || isOpen(path);
  }

  private static boolean isOwnEntry(String path, Authentication signedIn) {
    return path.equals("/api/users/me")
        || signedIn.getPrincipal() instanceof Viewer viewer
            && path.equals("/api/users/" + viewer.accountId());
  }

  private static boolean isOpen(String path) {
    return !path.startsWith("/api/") && !path.startsWith("/app")
        || path.equals("/api/token")
        || path.equals("/api/openapi.json");
  }

  private static boolean mustChange(Authentication signedIn) {
    return signedIn.getAuthorities().stream()
        .anyMatch(a -> SignedInFilter.MUST_CHANGE_PASSWORD.equals(a.getAuthority()));
  }
}
