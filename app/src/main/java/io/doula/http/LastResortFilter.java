package io.doula.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Outermost: what no handler answered for (a fault in a filter, an error code without a body) still
 * gets a problem, without the container's error dispatch, which only one of the two doors has.
 */
@Component
@Order(FilterOrder.LAST_RESORT)
class LastResortFilter extends OncePerRequestFilter {
  private final Problems problems;
  private final Refusals refusals;

  LastResortFilter(Problems problems, Refusals refusals) {
    this.problems = problems;
    this.refusals = refusals;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException {
    try {
      chain.doFilter(request, new WithBody(request, response));
    } catch (IOException e) {
      // the other side went away, or sent a body that breaks off
      problems.write(request, response, Problem.of(HttpStatus.BAD_REQUEST, "the body breaks off"));
    } catch (ServletException | RuntimeException e) {
      refusals.answer(e, request, response);
    }
  }

  private final class WithBody extends HttpServletResponseWrapper {
    private final HttpServletRequest request;

    WithBody(HttpServletRequest request, HttpServletResponse response) {
      super(response);
      this.request = request;
    }

    @Override
    public void sendError(int code) throws IOException {
      HttpStatus status = HttpStatus.resolve(code);
      HttpStatus known = status == null ? HttpStatus.INTERNAL_SERVER_ERROR : status;
      problems.write(request, this, Problem.of(known, Refusals.words(known)));
    }

    @Override
    public void sendError(int code, String message) throws IOException {
      sendError(code);
    }
  }
}
