package io.doula.staff.web;

import io.doula.http.Problem;
import io.doula.http.Problems;
import io.doula.http.SafeHeaders;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.stereotype.Component;

/** What an address gets that the firewall does not let in. */
@Component
class RefusedAddresses implements RequestRejectedHandler {
  private final Problems problems;
  private final SignInCookie signIn;

  RefusedAddresses(Problems problems, SignInCookie signIn) {
    this.problems = problems;
    this.signIn = signIn;
  }

  /**
   * A slash that is encoded is part of a name, and nothing here has such a name. API Gateway
   * decodes it before anybody can tell; what is then asked for is not there either.
   */
  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, RequestRejectedException rejected)
      throws IOException {
    if (signIn.isSecure(request)) {
      response.setHeader("Strict-Transport-Security", SafeHeaders.STRICT_TRANSPORT_SECURITY);
    }
    problems.write(
        request,
        response,
        isName(request.getRequestURI())
            ? Problem.of(HttpStatus.NOT_FOUND, "there is nothing at this address")
            : Problem.of(HttpStatus.BAD_REQUEST, "the request is not well formed"));
  }

  /** Whether it would be an address like any other, were it not for the slash. */
  private static boolean isName(String uri) {
    String decoded = uri.replaceAll("(?i)%2f", "/");
    return !decoded.equals(uri) && !decoded.contains("//") && !decoded.contains("/.");
  }
}
