package io.doula.http;

import io.doula.core.Viewer;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** What every page's template may use. */
@ControllerAdvice(annotations = PageController.class)
class Pages {

  /** Who looks at the page; null before the sign-in. */
  @ModelAttribute("viewer")
  @Nullable Viewer viewer(@AuthenticationPrincipal @Nullable Viewer viewer) {
    return viewer;
  }

  /** Makes the token's cookie now: once a long page is on its way, it would be too late for it. */
  @ModelAttribute
  void formToken(HttpServletRequest request) {
    if (request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token) {
      token.getToken();
    }
  }
}
