package io.doula.http;

import io.doula.core.FieldError;
import io.doula.core.ProgramClock;
import io.doula.core.Viewer;
import io.doula.secrets.SecretKey;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * {@code Idempotency-Key} on a POST: what it does and that it was done are one transaction, so that
 * a repeat, also a concurrent one at the other door, gets the first answer and does nothing. An
 * error is not kept: its transaction is rolled back, and the key is free again.
 * docs/decisions/idempotency.md says why.
 */
@Component
@Order(FilterOrder.IDEMPOTENCY)
class IdempotencyFilter extends OncePerRequestFilter {
  private static final String KEY = "Idempotency-Key";
  private static final String REPLAYED = "Idempotency-Replayed";

  private final Answers answers;
  private final TransactionTemplate transaction;
  private final ProgramClock clock;
  private final Problems problems;
  private final SecretKey secret;

  IdempotencyFilter(
      Answers answers,
      TransactionTemplate transaction,
      ProgramClock clock,
      Problems problems,
      SecretKey secret) {
    this.answers = answers;
    this.transaction = transaction;
    this.clock = clock;
    this.problems = problems;
    this.secret = secret;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !request.getMethod().equals("POST")
        || request.getHeader(KEY) == null
        || !FilterOrder.under(request, "/api")
        || FilterOrder.under(request, "/api/token")
        // its answer holds a secret that nobody is to keep: another link replaces this one
        || request.getRequestURI().endsWith("/reset-link")
        || FilterOrder.under(request, "/api/imports");
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String key = request.getHeader(KEY);
    if (!key.matches("[\\x20-\\x7e]{1,255}")) {
      problems.write(
          request,
          response,
          Refusals.invalid(
              List.of(new FieldError(KEY, "must be 1 to 255 printable ASCII characters"))));
      return;
    }
    Viewer viewer = viewer();
    if (viewer == null || !(request instanceof ReadBody read)) {
      chain.doFilter(request, response);
      return;
    }
    ContentCachingResponseWrapper buffered = new ContentCachingResponseWrapper(response);
    byte[] hash = hash(read);
    Answers.Kept first = inOneTransaction(viewer, key, hash, read, buffered, chain);
    if (first == null) {
      buffered.copyBodyToResponse();
    } else {
      answerAgain(first, hash, request, response);
    }
  }

  /** Does the request, or returns the answer that an earlier one with this key got. */
  private Answers.@Nullable Kept inOneTransaction(
      Viewer viewer,
      String key,
      byte[] hash,
      HttpServletRequest request,
      ContentCachingResponseWrapper response,
      FilterChain chain) {
    TransactionCallback<Answers.@Nullable Kept> once =
        status -> {
          if (!answers.take(viewer, key, hash, clock.now())) {
            return answers.kept(viewer, key);
          }
          pass(request, response, chain);
          if (response.getStatus() >= 400) {
            status.setRollbackOnly();
          } else {
            answers.keep(viewer, key, kept(hash, response));
          }
          return null;
        };
    return transaction.execute(once);
  }

  private static void pass(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain) {
    try {
      chain.doFilter(request, response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ServletException e) {
      throw new IllegalStateException("a handler's fault that no handler of faults took", e);
    }
  }

  private static Answers.Kept kept(byte[] hash, ContentCachingResponseWrapper response) {
    return new Answers.Kept(
        hash,
        response.getStatus(),
        response.getContentType(),
        response.getHeader(HttpHeaders.ETAG),
        response.getHeader(HttpHeaders.LOCATION),
        response.getContentAsByteArray());
  }

  private void answerAgain(
      Answers.Kept first, byte[] hash, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!Arrays.equals(first.requestHash(), hash)) {
      problems.write(
          request,
          response,
          Problem.of(
              HttpStatus.UNPROCESSABLE_CONTENT,
              "this Idempotency-Key was used for another request: take a new one"));
      return;
    }
    response.setStatus(first.status());
    response.setHeader(REPLAYED, "true");
    setIfKept(response, HttpHeaders.ETAG, first.etag());
    setIfKept(response, HttpHeaders.LOCATION, first.location());
    if (first.contentType() != null) {
      response.setContentType(first.contentType());
    }
    response.setContentLength(first.body().length);
    response.getOutputStream().write(first.body());
  }

  private static void setIfKept(HttpServletResponse response, String name, @Nullable String value) {
    if (value != null) {
      response.setHeader(name, value);
    }
  }

  private static @Nullable Viewer viewer() {
    Authentication signedIn = SecurityContextHolder.getContext().getAuthentication();
    return signedIn != null && signedIn.getPrincipal() instanceof Viewer viewer ? viewer : null;
  }

  /** Keyed, because a body may hold a password: whoever reads the table can't try guesses. */
  private byte[] hash(ReadBody request) {
    String head = request.getMethod() + " " + request.getRequestURI() + Queries.of(request);
    return secret.seal("idempotency", head.getBytes(StandardCharsets.UTF_8), request.bytes());
  }
}
