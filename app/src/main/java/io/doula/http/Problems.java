package io.doula.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.ViewResolver;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes error answers: problem+json for programs, a page for people whose browser asks for one.
 */
@Component
public class Problems {
  /** Of a request whose answer failed when it was on its way. */
  static final String BREAKS_OFF = Problems.class.getName() + ".breaksOff";

  private static final Logger log = LoggerFactory.getLogger(Problems.class);
  private static final List<String> ONLY_FOR_PROGRAMS =
      List.of("/api", "/health", "/metrics", "/webhooks");

  private final JsonMapper json;
  private final ObjectProvider<ViewResolver> views;
  private final PageLanguage language;
  private final MessageSource texts;
  private final Sentences sentences;

  Problems(
      JsonMapper json,
      ObjectProvider<ViewResolver> views,
      PageLanguage language,
      MessageSource texts,
      Sentences sentences) {
    this.json = json;
    this.views = views;
    this.language = language;
    this.texts = texts;
    this.sentences = sentences;
  }

  /**
   * Answers with the problem. Headers set before stay; an answer already on its way breaks off
   * ({@link LastResortFilter}).
   */
  public void write(HttpServletRequest request, HttpServletResponse response, Problem problem)
      throws IOException {
    if (response.isCommitted()) {
      request.setAttribute(BREAKS_OFF, true);
      return;
    }
    response.resetBuffer();
    response.setStatus(problem.status());
    SafeHeaders.set(response);
    if (!wantsPage(request) || !wrotePage(request, response, problem)) {
      byte[] body = json.writeValueAsBytes(problem);
      response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
      send(body, response);
    }
  }

  private static void send(byte[] body, HttpServletResponse response) throws IOException {
    try {
      response.getOutputStream().write(body);
    } catch (IllegalStateException writerInUse) {
      // a page that failed half-way had taken the writer, in UTF-8
      response.getWriter().write(new String(body, StandardCharsets.UTF_8));
    }
  }

  private boolean wrotePage(
      HttpServletRequest request, HttpServletResponse response, Problem problem)
      throws IOException {
    try {
      Locale locale = language.resolveLocale(request);
      for (ViewResolver resolver : views.orderedStream().toList()) {
        View view = resolver.resolveViewName("problem", locale);
        if (view != null) {
          response.setContentType("text/html;charset=UTF-8");
          Say say = new Say(texts, sentences, locale);
          view.render(Map.of("problem", problem, "say", say), request, response);
          return true;
        }
      }
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      log.error("the page of problem {} can't be shown", problem.status(), e);
      response.resetBuffer();
    }
    return false;
  }

  private static boolean wantsPage(HttpServletRequest request) {
    String path = request.getRequestURI();
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    return accept != null
        && accept.toLowerCase(Locale.ROOT).contains("text/html")
        && ONLY_FOR_PROGRAMS.stream().noneMatch(p -> path.equals(p) || path.startsWith(p + "/"));
  }
}
