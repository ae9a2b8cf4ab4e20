package io.doula.http;

import io.doula.core.Invalid;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Reads a body whole, up to its limit, before a handler sees it, and holds JSON against {@link
 * CleanText}. Runs after the sign-in, so that strangers get nothing read but their sign-in. Forms
 * are the container's to limit.
 */
@Component
@Order(FilterOrder.BODY)
class BodyFilter extends OncePerRequestFilter {
  private static final int MEGABYTE = 1024 * 1024;
  private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH", "DELETE");
  private static final List<MediaType> FORMS =
      List.of(MediaType.APPLICATION_FORM_URLENCODED, MediaType.MULTIPART_FORM_DATA);

  private final Problems problems;

  BodyFilter(Problems problems) {
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (!WITH_BODY.contains(request.getMethod())) {
      chain.doFilter(request, response);
      return;
    }
    boolean anImport = FilterOrder.under(request, "/api/imports");
    boolean jsonOnly = FilterOrder.under(request, "/api") && !anImport;
    MediaType type = typeOf(request);
    if (!jsonOnly && type != null && FORMS.stream().anyMatch(f -> f.includes(type))) {
      chain.doFilter(request, response);
      return;
    }
    // a provider's: its handler checks the signature over these very bytes before anything reads
    // them
    boolean aWebhook = FilterOrder.under(request, "/webhooks");
    byte[] body = read(request, limit(anImport, aWebhook));
    Problem refusal = null;
    if (body == null) {
      refusal = tooLarge(anImport);
    } else if (!aWebhook && isEncoded(request)) {
      refusal = Problem.of(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "send it without Content-Encoding");
    } else if (!anImport && !aWebhook) {
      refusal = refusal(body, type, jsonOnly);
    }
    if (body == null || refusal != null) {
      Problem problem = Objects.requireNonNull(refusal);
      acceptHeader(request, response, problem);
      problems.write(request, response, problem);
    } else {
      chain.doFilter(new ReadBody(request, body), response);
    }
  }

  /** Meta says that its posts have up to 3 MB; one that is refused would come again for days. */
  private static int limit(boolean anImport, boolean aWebhook) {
    if (anImport) {
      return 5 * MEGABYTE;
    }
    return aWebhook ? 4 * MEGABYTE : MEGABYTE;
  }

  private static byte @Nullable [] read(HttpServletRequest request, int limit) throws IOException {
    if (request.getContentLengthLong() > limit) {
      return null;
    }
    byte[] body = request.getInputStream().readNBytes(limit + 1);
    return body.length > limit ? null : body;
  }

  /** Nothing here unpacks: what is packed would be read as what it is not. */
  private static boolean isEncoded(HttpServletRequest request) {
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    return encoding != null && !encoding.isBlank() && !encoding.equalsIgnoreCase("identity");
  }

  private static @Nullable Problem refusal(
      byte[] body, @Nullable MediaType type, boolean jsonOnly) {
    if (body.length == 0) {
      return null;
    }
    if (type == null || !isJson(type)) {
      return jsonOnly
          ? Problem.of(
              HttpStatus.UNSUPPORTED_MEDIA_TYPE, "send JSON, with Content-Type: application/json")
          : null;
    }
    if (type.getCharset() != null && !StandardCharsets.UTF_8.equals(type.getCharset())) {
      return Problem.of(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "send JSON as UTF-8");
    }
    try {
      CleanText.checkJson(body);
      return null;
    } catch (Invalid e) {
      return e.errors().get(0).field().isEmpty()
          ? Problem.of(HttpStatus.BAD_REQUEST, e.errors().get(0).message())
          : Refusals.invalid(e.errors());
    }
  }

  private static boolean isJson(MediaType type) {
    return MediaType.APPLICATION_JSON.includes(type) || type.getSubtype().endsWith("+json");
  }

  private static @Nullable MediaType typeOf(HttpServletRequest request) {
    try {
      String type = request.getContentType();
      return type == null ? null : MediaType.parseMediaType(type);
    } catch (InvalidMediaTypeException e) {
      return null;
    }
  }

  private static void acceptHeader(
      HttpServletRequest request, HttpServletResponse response, Problem refusal) {
    if (refusal.status() == HttpStatus.UNSUPPORTED_MEDIA_TYPE.value()) {
      response.setHeader(
          request.getMethod().equals("PATCH") ? HttpHeaders.ACCEPT_PATCH : HttpHeaders.ACCEPT,
          MediaType.APPLICATION_JSON_VALUE);
    }
  }

  private static Problem tooLarge(boolean anImport) {
    return Problem.of(
        HttpStatus.CONTENT_TOO_LARGE,
        anImport
            ? "an import may have up to 5 MB; a larger file goes by the command line:"
                + " java -jar doula.jar import FILE.csv"
            : "a JSON body may have up to 1 MB");
  }
}
