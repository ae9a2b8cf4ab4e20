package io.doula.fuzz;

import io.doula.fuzz.Operation.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the program says of itself in {@code /api/openapi.json}. */
final class Surface {
  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "patch", "head", "options");

  private final JsonNode whole;
  private final List<Operation> operations = new ArrayList<>();

  Surface(JsonNode whole) {
    this.whole = whole;
    for (Map.Entry<String, JsonNode> path : whole.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        if (METHODS.contains(method.getKey())) {
          operations.add(operation(path.getKey(), method.getKey(), method.getValue()));
        }
      }
    }
    if (operations.isEmpty()) {
      throw new IllegalArgumentException("the description names no operation");
    }
  }

  List<Operation> operations() {
    return operations;
  }

  /** The schema itself, where it is a reference or one beside null. */
  JsonNode resolve(JsonNode schema) {
    if (schema.has("$ref")) {
      return resolve(whole.at(schema.path("$ref").asString().substring(1)));
    }
    for (JsonNode either : schema.path("anyOf").values()) {
      if (!either.path("type").asString("").equals("null")) {
        return resolve(either);
      }
    }
    return schema;
  }

  /** The JSON types that a value may have: {@code string}, {@code integer}, {@code null} … */
  List<String> types(JsonNode schema) {
    if (schema.has("$ref")) {
      return types(resolve(schema));
    }
    List<String> types = new ArrayList<>();
    schema.path("anyOf").values().forEach(either -> types.addAll(types(either)));
    JsonNode type = schema.path("type");
    if (type.isArray()) {
      type.values().forEach(one -> types.add(one.asString()));
    } else if (!type.isMissingNode()) {
      types.add(type.asString());
    }
    return types;
  }

  /** The field names that must be there. */
  List<String> required(JsonNode schema) {
    return resolve(schema).path("required").valueStream().map(JsonNode::asString).toList();
  }

  private Operation operation(String path, String method, JsonNode told) {
    List<Parameter> parameters = new ArrayList<>();
    for (JsonNode one : told.path("parameters").values()) {
      parameters.add(
          new Parameter(
              one.path("name").asString(),
              one.path("in").asString(),
              one.path("required").asBoolean(false),
              resolve(one.path("schema"))));
    }
    JsonNode content = told.path("requestBody").path("content");
    return new Operation(
        method.toUpperCase(Locale.ROOT),
        path,
        List.copyOf(parameters),
        bodySchema(content),
        List.copyOf(content.propertyNames()),
        told.path("requestBody").path("required").asBoolean(false),
        told.path("security").isArray() && told.path("security").isEmpty());
  }

  private @Nullable JsonNode bodySchema(JsonNode content) {
    JsonNode schema = content.path("application/json").path("schema");
    return schema.isObject() ? resolve(schema) : null;
  }
}
