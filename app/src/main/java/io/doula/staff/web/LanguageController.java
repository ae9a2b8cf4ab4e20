package io.doula.staff.web;

import io.doula.http.PageController;
import io.doula.http.PageLanguage;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Keeps the language in which somebody wants her pages, also before she signs in. */
@PageController
class LanguageController {
  private final PageLanguage language;

  LanguageController(PageLanguage language) {
    this.language = language;
  }

  @PostMapping("/app/language")
  String choose(
      @RequestParam(name = "language", defaultValue = "") String tag,
      @RequestParam(required = false) @Nullable String next,
      HttpServletRequest request,
      HttpServletResponse response) {
    PageLanguage.known(tag).ifPresent(known -> language.setLocale(request, response, known));
    return "redirect:" + ("/".equals(next) ? next : Paths.pageOrFirst(next));
  }
}
