package io.doula.http;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;

/**
 * What tells a browser to trust an answer no further than it must. Most answers get it at the
 * sign-in's door; an error that is written before that door gets it here.
 */
public final class SafeHeaders {
  /**
   * The same for every page: what it needs, from here, and no script or style in the page itself.
   */
  public static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  /** Pages need none of it. */
  public static final String PERMISSIONS_POLICY =
      "camera=(), microphone=(), geolocation=(), payment=()";

  /** For a year, where browsers reach us by https. */
  public static final String STRICT_TRANSPORT_SECURITY = "max-age=31536000 ; includeSubDomains";

  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy", CONTENT_SECURITY_POLICY,
          "X-Content-Type-Options", "nosniff",
          "X-Frame-Options", "DENY",
          "X-XSS-Protection", "0",
          "Referrer-Policy", "same-origin",
          "Permissions-Policy", PERMISSIONS_POLICY,
          "Cross-Origin-Opener-Policy", "same-origin",
          "Cross-Origin-Resource-Policy", "same-origin",
          "Cache-Control", "no-store");

  private SafeHeaders() {}

  static void set(HttpServletResponse response) {
    HEADERS.forEach(response::setHeader);
  }
}
