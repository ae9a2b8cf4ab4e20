package io.doula.http;

import io.doula.core.Invalid;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Reads the one form that carries a file, a register's. It is done here and not by a container,
 * because the two doors have two containers, which read such forms differently or not at all; and
 * between the sign-in, so that strangers get nothing read, and the check of the form's token, which
 * stands in the form.
 */
public final class UploadFilter extends OncePerRequestFilter {
  /** The file, and what is around it. */
  private static final int LARGEST = 4 * 1024 * 1024 + 64 * 1024;

  private final Problems problems;

  public UploadFilter(Problems problems) {
    this.problems = problems;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    String type = request.getContentType();
    return !request.getMethod().equals("POST")
        || !request.getRequestURI().equals("/app/imports")
        || type == null
        || !type.toLowerCase(Locale.ROOT).startsWith(MediaType.MULTIPART_FORM_DATA_VALUE)
        || SecurityContextHolder.getContext().getAuthentication() == null;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    byte[] body =
        request.getContentLengthLong() > LARGEST
            ? new byte[LARGEST + 1]
            : request.getInputStream().readNBytes(LARGEST + 1);
    if (body.length > LARGEST) {
      problems.write(
          request,
          response,
          Problem.of(
              HttpStatus.CONTENT_TOO_LARGE,
              "a register may have up to 4 MB here: split it, or bring it in by the command line"));
      return;
    }
    UploadedForm form;
    try {
      form = UploadedForm.read(request, body);
    } catch (Invalid e) {
      problems.write(request, response, Refusals.invalid(e.errors()));
      return;
    }
    chain.doFilter(form, response);
  }
}
