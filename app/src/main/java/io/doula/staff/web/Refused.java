package io.doula.staff.web;

import io.doula.http.Problem;
import io.doula.http.Problems;
import io.doula.http.Queries;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.stereotype.Component;

/** What a request gets that a door does not let in. */
@Component
class Refused implements AuthenticationEntryPoint, AccessDeniedHandler {
  private final Problems problems;

  Refused(Problems problems) {
    this.problems = problems;
  }

  /** Nobody is signed in. */
  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException unknown)
      throws IOException {
    if (Paths.isPage(request)) {
      response.sendRedirect("/app/sign-in" + backTo(request));
    } else if (Paths.isForPrograms(request)) {
      response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
      answer(
          request,
          response,
          HttpStatus.UNAUTHORIZED,
          "send Authorization: Bearer with a token that POST /api/token gave and that has not ended");
    } else {
      answer(request, response, HttpStatus.NOT_FOUND, "there is nothing at this address");
    }
  }

  /** Somebody is, but it is not for her. */
  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
      throws IOException {
    if (denied instanceof CsrfException && needsSignIn(request)) {
      response.sendRedirect("/app/sign-in");
    } else if (denied instanceof CsrfException) {
      answer(
          request,
          response,
          HttpStatus.FORBIDDEN,
          "this form is too old or not ours: go back, reload the page and send it again");
    } else if (Paths.isForPrograms(request) || Paths.isPage(request)) {
      answer(
          request, response, HttpStatus.FORBIDDEN, "your role does not allow this: ask an ADMIN");
    } else {
      answer(request, response, HttpStatus.NOT_FOUND, "there is nothing at this address");
    }
  }

  /**
   * Whether nobody is signed in and somebody has to be: a form is whoever's who opened it, and her
   * sign-in may have ended since.
   */
  private static boolean needsSignIn(HttpServletRequest request) {
    return SecurityContextHolder.getContext().getAuthentication() == null && !Paths.isOpen(request);
  }

  void passwordFirst(HttpServletRequest request, HttpServletResponse response) throws IOException {
    answer(
        request,
        response,
        HttpStatus.FORBIDDEN,
        "change your password first: PATCH /api/users/me with a new password, or sign in at /app");
  }

  private void answer(
      HttpServletRequest request, HttpServletResponse response, HttpStatus status, String detail)
      throws IOException {
    problems.write(request, response, Problem.of(status, detail));
  }

  private static String backTo(HttpServletRequest request) {
    if (!request.getMethod().equals("GET") || request.getRequestURI().equals("/app")) {
      return "";
    }
    String page = request.getRequestURI() + Queries.of(request);
    return "?next=" + URLEncoder.encode(page, StandardCharsets.UTF_8);
  }
}
