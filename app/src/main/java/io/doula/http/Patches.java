package io.doula.http;

import io.doula.core.Invalid;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Applies the body of a PATCH (RFC 7396, one level) to what is stored, so that one set of rules
 * checks the result.
 */
@Component
public class Patches {
  private final JsonMapper json;

  Patches(JsonMapper json) {
    this.json = json;
  }

  /**
   * The stored form with the sent fields put over it; null clears a field.
   *
   * @throws Invalid when the body is no object, or a field is unknown or of a wrong type
   */
  public <T> T over(T stored, JsonNode sent, Class<T> form) {
    if (!sent.isObject()) {
      throw new Invalid("", "the body must be a JSON object");
    }
    ObjectNode merged = (ObjectNode) json.valueToTree(stored);
    sent.properties().forEach(field -> merged.set(field.getKey(), field.getValue()));
    try {
      return json.treeToValue(merged, form);
    } catch (JacksonException e) {
      Invalid named = BodyFaults.of(e);
      throw named == null ? e : named;
    }
  }
}
