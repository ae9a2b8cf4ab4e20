package io.doula.http;

import io.doula.core.Invalid;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Holds query parameters and form fields against {@link CleanText}. The API takes no forms: one
 * that is sent there is not read, and {@link BodyFilter} or the handler refuses it.
 */
@Component
@Order(FilterOrder.PARAMETERS)
class ParameterFilter extends OncePerRequestFilter {
  /** As large as the container reads them, which can't say of one in chunks why it is refused. */
  private static final int LARGEST_FORM = 100 * 1024;

  private final Problems problems;

  ParameterFilter(Problems problems) {
    this.problems = problems;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return FilterOrder.under(request, "/api") && isForm(request);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Problem refusal = refusal(request);
    if (refusal == null) {
      chain.doFilter(request, response);
    } else {
      problems.write(request, response, refusal);
    }
  }

  private static boolean isForm(HttpServletRequest request) {
    String type = request.getContentType();
    return type != null
        && type.toLowerCase(Locale.ROOT).startsWith(MediaType.APPLICATION_FORM_URLENCODED_VALUE);
  }

  private static @Nullable Problem refusal(HttpServletRequest request) {
    if (isForm(request) && request.getContentLengthLong() > LARGEST_FORM) {
      return Problem.of(HttpStatus.CONTENT_TOO_LARGE, "a form may have up to 100 KB");
    }
    Map<String, String[]> parameters;
    try {
      parameters = request.getParameterMap();
    } catch (IllegalStateException | IllegalArgumentException e) {
      // the container could not read them: broken %-signs, or a form beyond its limit
      return Problem.of(HttpStatus.BAD_REQUEST, "the query or the form is not well formed");
    }
    try {
      parameters.forEach(ParameterFilter::check);
      return null;
    } catch (Invalid e) {
      return Refusals.invalid(e.errors());
    }
  }

  private static void check(String name, String[] values) {
    if (!CleanText.holds(name)) {
      throw new Invalid("query", "has a name with NUL or half a character in it");
    }
    Arrays.stream(values).forEach(value -> CleanText.check(value, name));
  }
}
