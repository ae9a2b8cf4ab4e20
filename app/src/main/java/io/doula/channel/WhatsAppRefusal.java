package io.doula.channel;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An answer of Meta's that refuses: {@code {"error": {"code": 131026, …}}}. Its own words are left
 * where they are, because they can hold the number.
 */
record WhatsAppRefusal(int status, @Nullable Integer code, WhatsAppFault fault) {
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  static WhatsAppRefusal in(int status, byte[] body, JsonMapper json) {
    JsonNode error = error(body, json);
    if (!error.path("code").canConvertToInt()) {
      return new WhatsAppRefusal(status, null, WhatsAppFault.ofStatus(status));
    }
    int code = error.path("code").intValue();
    JsonNode sub = error.path("error_subcode");
    Optional<WhatsAppFault> known =
        WhatsAppFault.of(code, sub.canConvertToInt() ? sub.intValue() : null);
    return new WhatsAppRefusal(status, code, known.orElse(WhatsAppFault.ofStatus(status)));
  }

  private static JsonNode error(byte[] body, JsonMapper json) {
    try {
      return json.readTree(body).path("error");
    } catch (JacksonException e) {
      return json.missingNode();
    }
  }

  /**
   * @param template {@code doula_due_v1/sw}
   * @param retryAfter the answer's header, in seconds
   */
  Outcome outcome(String template, @Nullable String retryAfter) {
    return new Outcome(fault.kind(), null, words(), fault.scope(template), pause(retryAfter));
  }

  String words() {
    String number = code == null ? "HTTP " + status : "HTTP %d, code %d".formatted(status, code);
    return number + ": " + fault.words();
  }

  private @Nullable Duration pause(@Nullable String retryAfter) {
    if (fault.pause() == null || retryAfter == null || !retryAfter.matches("[0-9]{1,9}")) {
      return fault.pause();
    }
    Duration asked = Duration.ofSeconds(Long.parseLong(retryAfter));
    return asked.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asked;
  }
}
