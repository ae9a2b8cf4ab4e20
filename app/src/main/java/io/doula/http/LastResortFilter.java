package io.doula.http;

import static java.util.stream.Collectors.joining;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.Arrays;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
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
    if (request.getMethod().equals("TRACE")) {
      // a servlet would echo it, with all its headers
      response.setHeader(HttpHeaders.ALLOW, "DELETE,GET,HEAD,OPTIONS,PATCH,POST");
      problems.write(request, response, refused(HttpStatus.METHOD_NOT_ALLOWED));
      return;
    }
    try {
      chain.doFilter(request, new WithBody(request, response));
    } catch (IOException e) {
      // the other side went away, or sent a body that breaks off
      problems.write(request, response, Problem.of(HttpStatus.BAD_REQUEST, "the body breaks off"));
      return;
    } catch (ServletException | RuntimeException e) {
      refusals.answer(e, request, response);
    }
    if (request.getAttribute(Problems.BREAKS_OFF) != null) {
      // Tomcat then cuts the connection, and nobody takes what came for the whole
      throw new IOException("the answer breaks off");
    }
  }

  private static Problem refused(HttpStatus status) {
    return Problem.of(status, Refusals.words(status));
  }

  private final class WithBody extends HttpServletResponseWrapper {
    private final HttpServletRequest request;

    WithBody(HttpServletRequest request, HttpServletResponse response) {
      super(response);
      this.request = request;
    }

    @Override
    public void setHeader(String name, String value) {
      super.setHeader(name, settled(name, value));
    }

    @Override
    public void addHeader(String name, String value) {
      super.addHeader(name, settled(name, value));
    }

    /** Which methods a handler takes is found by reflection, each time in another order. */
    private static String settled(String name, String value) {
      return name.equals(HttpHeaders.ALLOW)
          ? Arrays.stream(value.split(",")).map(String::strip).sorted().collect(joining(","))
          : value;
    }

    @Override
    public void sendError(int code) throws IOException {
      HttpStatus status = HttpStatus.resolve(code);
      HttpStatus known = status == null ? HttpStatus.INTERNAL_SERVER_ERROR : status;
      problems.write(request, this, refused(known));
    }

    @Override
    public void sendError(int code, String message) throws IOException {
      sendError(code);
    }
  }
}
