package io.doula.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.doula.core.FieldError;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * An error answer as RFC 9457 has it.
 *
 * @param type always {@code about:blank}: the status says what kind of error it is
 * @param detail what is wrong and what to do, for a person; never the text of an exception
 * @param errors the fields that are wrong, if any
 * @param correlationId of an unexpected error: under this id it stands in the log
 */
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FieldError> errors,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String correlationId) {

  private static final String TYPE = "about:blank";

  /**
   * @param detail null: the status says it all
   */
  public static Problem of(HttpStatus status, @Nullable String detail) {
    return of(status, detail == null ? status.getReasonPhrase() : detail, List.of());
  }

  static Problem of(HttpStatus status, String detail, List<FieldError> errors) {
    return new Problem(TYPE, status.getReasonPhrase(), status.value(), detail, errors, null);
  }

  static Problem unexpected(String correlationId) {
    HttpStatus status = HttpStatus.INTERNAL_SERVER_ERROR;
    String detail =
        "something went wrong on our side, and nothing was recorded; if it stays so, tell whoever"
            + " runs Doula this id: "
            + correlationId;
    return new Problem(
        TYPE, status.getReasonPhrase(), status.value(), detail, List.of(), correlationId);
  }
}
