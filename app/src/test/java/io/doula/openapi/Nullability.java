package io.doula.openapi;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Says of each field whether it may be null, as the record behind the schema says it with
 * {@code @Nullable}.
 */
final class Nullability {
  private Nullability() {}

  /**
   * @param schemas by the full names of their classes
   */
  static void tell(JsonNode schemas) {
    for (Map.Entry<String, JsonNode> schema : schemas.properties()) {
      Class<?> type = classOf(schema.getKey());
      if (type != null && type.isRecord() && schema.getValue() instanceof ObjectNode object) {
        tell(object, type);
      }
    }
  }

  private static void tell(ObjectNode schema, Class<?> type) {
    for (RecordComponent component : type.getRecordComponents()) {
      if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
        tell(schema, component.getType());
        continue;
      }
      JsonNode field = schema.path("properties").path(component.getName());
      if (!(field instanceof ObjectNode property)) {
        continue;
      }
      if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
        schema.withArray("/required").add(component.getName());
      } else if (property.has("type")) {
        String was = property.path("type").asString();
        property.putArray("type").add(was).add("null");
        if (property.has("enum")) {
          property.withArray("/enum").addNull();
        }
      } else if (property.has("$ref")) {
        JsonNode reference = property.deepCopy();
        property.removeAll().putArray("anyOf").add(reference).addObject().put("type", "null");
      }
    }
  }

  private static @Nullable Class<?> classOf(String schema) {
    int argument = schema.indexOf("Io.doula.");
    String name = argument < 0 ? schema : schema.substring(0, argument);
    while (true) {
      try {
        return Class.forName(name);
      } catch (ClassNotFoundException e) {
        int dot = name.lastIndexOf('.');
        if (dot < 0) {
          return null;
        }
        // an inner class: its name ends in Outer$Inner
        name = name.substring(0, dot) + "$" + name.substring(dot + 1);
      }
    }
  }
}
