package io.doula.http;

import io.doula.core.Viewer;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** What every page's template may use. */
@ControllerAdvice(annotations = PageController.class)
class Pages {
  private final MessageSource texts;
  private final Sentences sentences;

  Pages(MessageSource texts, Sentences sentences) {
    this.texts = texts;
    this.sentences = sentences;
  }

  /** Who looks at the page; null before the sign-in. */
  @ModelAttribute("viewer")
  @Nullable Viewer viewer(@AuthenticationPrincipal @Nullable Viewer viewer) {
    return viewer;
  }

  /** An empty form, until a handler puts another in its place. */
  @ModelAttribute("form")
  Typed form() {
    return Typed.nothing();
  }

  /** How things are said in the page's language, and what was just done (?note=…). */
  @ModelAttribute
  void words(HttpServletRequest request, Locale locale, Model model) {
    Say say = new Say(texts, sentences, locale);
    model.addAttribute("say", say);
    String note = request.getParameter("note");
    if (note != null && note.matches("[a-z-]{1,40}")) {
      model.addAttribute("note", say.textOr("note." + note, null));
    }
    if (request.getMethod().equals("GET")) {
      model.addAttribute("here", request.getRequestURI() + Queries.of(request));
    }
  }

  /** Makes the token's cookie now: once a long page is on its way, it would be too late for it. */
  @ModelAttribute
  void formToken(HttpServletRequest request) {
    if (request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token) {
      token.getToken();
    }
  }
}
