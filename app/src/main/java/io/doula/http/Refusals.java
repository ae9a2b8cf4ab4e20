package io.doula.http;

import io.doula.core.Conflict;
import io.doula.core.FieldError;
import io.doula.core.Forbidden;
import io.doula.core.Invalid;
import io.doula.core.NotFound;
import io.doula.core.Stale;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import tools.jackson.core.JacksonException;

/** The one place that turns a refusal, or anything else a handler throws, into an answer. */
@Order(Ordered.HIGHEST_PRECEDENCE)
@RestControllerAdvice
class Refusals {
  private final Problems problems;
  private final UnexpectedErrors unexpected;

  Refusals(Problems problems, UnexpectedErrors unexpected) {
    this.problems = problems;
    this.unexpected = unexpected;
  }

  @ExceptionHandler
  void answer(Exception thrown, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    copyHeaders(thrown, response);
    Problem problem = problemOf(thrown);
    if (problem == null) {
      unexpected.answer(thrown, request, response);
    } else {
      if (problem.status() == HttpStatus.SERVICE_UNAVAILABLE.value()) {
        response.setHeader(HttpHeaders.RETRY_AFTER, "2");
      }
      problems.write(request, response, problem);
    }
  }

  private static @Nullable Problem problemOf(Exception thrown) {
    if (thrown instanceof Invalid invalid) {
      return invalid(invalid.errors());
    }
    if (thrown instanceof NotFound) {
      return Problem.of(HttpStatus.NOT_FOUND, thrown.getMessage());
    }
    if (thrown instanceof Conflict) {
      return Problem.of(HttpStatus.CONFLICT, thrown.getMessage());
    }
    if (thrown instanceof Stale) {
      return Problem.of(HttpStatus.PRECONDITION_FAILED, thrown.getMessage());
    }
    if (thrown instanceof Forbidden) {
      return Problem.of(HttpStatus.FORBIDDEN, thrown.getMessage());
    }
    if (thrown instanceof AccessDeniedException) {
      return Problem.of(HttpStatus.FORBIDDEN, "you may not do this");
    }
    if (thrown instanceof HttpMessageNotReadableException) {
      return unreadable(thrown.getCause());
    }
    return ofParameter(thrown);
  }

  private static @Nullable Problem ofParameter(Exception thrown) {
    if (thrown instanceof MethodArgumentTypeMismatchException mismatch) {
      return invalid(List.of(new FieldError(mismatch.getName(), "is not of the right form")));
    }
    if (thrown instanceof MissingServletRequestParameterException missing) {
      return invalid(List.of(new FieldError(missing.getParameterName(), "is missing")));
    }
    if (thrown instanceof ErrorResponse error) {
      HttpStatus status = HttpStatus.resolve(error.getStatusCode().value());
      return status == null || status.is5xxServerError() ? null : Problem.of(status, words(status));
    }
    return ofDatabase(thrown);
  }

  private static @Nullable Problem ofDatabase(Exception thrown) {
    if (thrown instanceof DuplicateKeyException) {
      return Problem.of(
          HttpStatus.CONFLICT, "the same was recorded a moment ago: read it, then repeat");
    }
    if (thrown instanceof ConcurrencyFailureException
        || thrown instanceof CannotCreateTransactionException
        || thrown instanceof TransactionSystemException
        || thrown instanceof DataAccessResourceFailureException) {
      return Problem.of(
          HttpStatus.SERVICE_UNAVAILABLE, "the database is too busy or not there: repeat later");
    }
    return null;
  }

  private static Problem unreadable(@Nullable Throwable cause) {
    if (cause instanceof JacksonException wrong) {
      Invalid invalid = BodyFaults.of(wrong);
      return invalid == null
          ? Problem.of(HttpStatus.BAD_REQUEST, "the body is not JSON")
          : invalid(invalid.errors());
    }
    return Problem.of(HttpStatus.BAD_REQUEST, "a JSON body is missing");
  }

  static Problem invalid(List<FieldError> errors) {
    return Problem.of(
        HttpStatus.BAD_REQUEST, String.valueOf(new Invalid(errors).getMessage()).strip(), errors);
  }

  private static void copyHeaders(Exception thrown, HttpServletResponse response) {
    if (thrown instanceof ErrorResponse error) {
      error
          .getHeaders()
          .forEach((name, values) -> response.setHeader(name, String.join(", ", values)));
    }
  }

  static String words(HttpStatus status) {
    return switch (status) {
      case NOT_FOUND -> "there is nothing at this address";
      case METHOD_NOT_ALLOWED ->
          "this address does not take that method; Allow lists what it takes";
      case NOT_ACCEPTABLE -> "this can't be had in a form that Accept asks for";
      case UNSUPPORTED_MEDIA_TYPE -> "this address does not take a body of that Content-Type";
      case CONTENT_TOO_LARGE -> "the body is too large";
      default -> "the request is not well formed";
    };
  }
}
