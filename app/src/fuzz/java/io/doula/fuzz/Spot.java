package io.doula.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * A place in a sound body.
 *
 * @param name the field's, or of the list that it stands in
 * @param required whether its object has to have it
 */
record Spot(
    JsonNode parent, String name, int index, JsonNode value, JsonNode schema, boolean required) {
  private static final String MARK = "@here@";

  /** All places in the body, from the outside in. */
  static List<Spot> all(JsonNode body, JsonNode schema, Surface surface) {
    List<Spot> spots = new ArrayList<>();
    walk(body, surface.resolve(schema), surface, spots);
    return spots;
  }

  static List<Spot> all(JsonNode body, JsonNode schema, Surface surface, Predicate<Spot> which) {
    return all(body, schema, surface).stream().filter(which).toList();
  }

  private static void walk(JsonNode node, JsonNode schema, Surface surface, List<Spot> spots) {
    if (node.isObject()) {
      List<String> required = surface.required(schema);
      for (Map.Entry<String, JsonNode> each : node.properties()) {
        JsonNode inner = schema.path("properties").path(each.getKey());
        if (inner.isObject()) {
          boolean must = required.contains(each.getKey());
          spots.add(new Spot(node, each.getKey(), -1, each.getValue(), inner, must));
          walk(each.getValue(), surface.resolve(inner), surface, spots);
        }
      }
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      JsonNode items = schema.path("items");
      String name = spots.isEmpty() ? "" : spots.get(spots.size() - 1).name();
      spots.add(new Spot(node, name, i, node.get(i), items, true));
      walk(node.get(i), surface.resolve(items), surface, spots);
    }
  }

  /** The body with other JSON here, as it is. */
  String with(JsonNode body, String raw) {
    put(StringNode.valueOf(MARK));
    String text = body.toString().replace("\"" + MARK + "\"", raw);
    put(value);
    return text;
  }

  String without(JsonNode body) {
    ((ObjectNode) parent).remove(name);
    return body.toString();
  }

  private void put(JsonNode other) {
    if (parent instanceof ObjectNode object) {
      object.set(name, other);
    } else if (parent instanceof ArrayNode array) {
      array.set(index, other);
    }
  }

  boolean isField() {
    return index < 0;
  }

  boolean isNullable(Surface surface) {
    return surface.types(schema).contains("null");
  }

  /** Any text will do, as far as the description tells. */
  boolean isFreeText(Surface surface) {
    JsonNode plain = surface.resolve(schema);
    return value.isString()
        && !plain.has("enum")
        && !plain.has("format")
        && !plain.has("pattern")
        && !Samples.isId(name);
  }

  boolean hasFormat(Surface surface, String start) {
    return surface.resolve(schema).path("format").asString("").startsWith(start);
  }
}
