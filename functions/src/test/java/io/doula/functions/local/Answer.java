package io.doula.functions.local;

import java.nio.charset.StandardCharsets;

/** What came of an invocation: the function's own answer, or an error as Lambda words it. */
public record Answer(boolean failed, byte[] payload) {
  static Answer failure(String type, String message) {
    return new Answer(
        true,
        "{\"errorType\":\"%s\",\"errorMessage\":\"%s\"}"
            .formatted(type, message)
            .getBytes(StandardCharsets.UTF_8));
  }

  /** The payload as text. */
  public String text() {
    return new String(payload, StandardCharsets.UTF_8);
  }
}
