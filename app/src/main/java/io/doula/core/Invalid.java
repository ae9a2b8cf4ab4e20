package io.doula.core;

import java.util.List;
import java.util.stream.Collectors;

/** Refuses an input and names every field that is wrong; answered with 400. */
public class Invalid extends RuntimeException {

  private final transient List<FieldError> errors;

  /**
   * @param errors at least one
   */
  public Invalid(List<FieldError> errors) {
    super(
        errors.stream().map(e -> e.field() + " " + e.message()).collect(Collectors.joining("; ")),
        null,
        false,
        false);
    this.errors = List.copyOf(errors);
  }

  public Invalid(String field, String message) {
    this(List.of(new FieldError(field, message)));
  }

  public List<FieldError> errors() {
    return errors;
  }
}
