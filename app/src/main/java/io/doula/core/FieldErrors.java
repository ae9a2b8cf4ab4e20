package io.doula.core;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with an input, so that one answer names all of it. */
public final class FieldErrors {
  private final List<FieldError> errors = new ArrayList<>();

  public FieldErrors add(String field, String message) {
    errors.add(new FieldError(field, message));
    return this;
  }

  /** Adds the message when the rule does not hold. */
  public FieldErrors require(boolean holds, String field, String message) {
    return holds ? this : add(field, message);
  }

  public boolean isEmpty() {
    return errors.isEmpty();
  }

  public List<FieldError> all() {
    return List.copyOf(errors);
  }

  /**
   * @throws Invalid when anything was added
   */
  public void throwIfAny() {
    if (!errors.isEmpty()) {
      throw new Invalid(errors);
    }
  }
}
