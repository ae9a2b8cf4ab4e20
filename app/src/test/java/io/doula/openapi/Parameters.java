package io.doula.openapi;

import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Parameters are read as texts, so that one place refuses them all; what they have to be goes by
 * their names, which mean the same everywhere.
 */
final class Parameters {
  private static final JsonMapper JSON = new JsonMapper();

  /** Those that OpenAPI tells of elsewhere. */
  private static final Set<String> TOLD_ELSEWHERE =
      Set.of("Accept", "Content-Type", "Authorization");

  private static final String DAY_OR_INSTANT =
      "{\"type\":\"string\",\"anyOf\":[{\"format\":\"date\"},{\"format\":\"date-time\"}]}";
  private static final String ID = "{\"type\":\"string\",\"pattern\":\"^[1-9][0-9]{0,17}$\"}";
  private static final JsonNode BY_NAME =
      JSON.readTree(
          """
          {"limit":{"type":"integer","minimum":1,"maximum":500,"default":50},
           "after":{"type":"string","pattern":"^[A-Za-z0-9_-]+$",
             "description":"A cursor: what the page before gave as next."},
           "clinic":%1$s,"mother":%1$s,"baby":%1$s,"from":%2$s,"to":%2$s}
          """
              .formatted(ID, DAY_OR_INSTANT));

  private Parameters() {}

  /**
   * @param states of reminders, as their schema names them
   * @param statuses of visits likewise
   */
  static void tell(ObjectNode operation, String path, JsonNode states, JsonNode statuses) {
    if (!(operation.path("parameters") instanceof ArrayNode parameters)) {
      return;
    }
    ArrayNode kept = JSON.createArrayNode();
    for (JsonNode one : parameters.values()) {
      String name = one.path("name").asString();
      if (!TOLD_ELSEWHERE.contains(name)) {
        if (one.path("in").asString().equals("query") && one instanceof ObjectNode parameter) {
          query(parameter, name, path, states, statuses);
        }
        kept.add(one);
      }
    }
    operation.set("parameters", kept);
    if (kept.isEmpty()) {
      operation.remove("parameters");
    }
  }

  private static void query(
      ObjectNode parameter, String name, String path, JsonNode states, JsonNode statuses) {
    if (BY_NAME.has(name)) {
      parameter.set("schema", BY_NAME.path(name).deepCopy());
    } else if (name.equals("state") && path.equals("/api/reminders")) {
      ObjectNode list = JSON.createObjectNode().put("type", "array");
      list.putObject("items").put("type", "string").set("enum", states.deepCopy());
      parameter.put("style", "form").put("explode", false).set("schema", list);
    } else if (name.equals("status") && path.equals("/api/visits")) {
      parameter.putObject("schema").put("type", "string").set("enum", statuses.deepCopy());
      parameter.put("description", "In any case; without it DUE, OVERDUE and NEEDS_REVIEW.");
    }
  }
}
