package io.doula.isolation;

import io.doula.core.Viewer;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.core.annotation.Order;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets the SQL believe that whoever asks works in more clinics than she does. */
@TestComponent
@Order(-90)
class SqlLimits extends OncePerRequestFilter {
  volatile @Nullable Set<Long> takenAway;

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Set<Long> all = takenAway;
    Authentication signedIn = SecurityContextHolder.getContext().getAuthentication();
    if (all != null && signedIn != null && signedIn.getPrincipal() instanceof Viewer viewer) {
      Viewer widened = new Viewer(viewer.accountId(), viewer.username(), viewer.role(), all);
      SecurityContextHolder.getContext()
          .setAuthentication(
              new PreAuthenticatedAuthenticationToken(widened, "", signedIn.getAuthorities()));
    }
    chain.doFilter(request, response);
  }
}
