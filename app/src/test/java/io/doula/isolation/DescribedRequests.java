package io.doula.isolation;

import io.doula.testing.Answer;
import io.doula.testing.Api;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every request that openapi.json describes and that names something by its id: in the path, in a
 * parameter, or in the body. A new endpoint is among them by itself.
 */
final class DescribedRequests {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern VARIABLE = Pattern.compile("/([a-z-]+)/[{](\\w+)[}]");
  private static final Set<String> VERBS = Set.of("get", "post", "patch", "put", "delete");

  /** What these name is no clinic's, or under a seal and for whoever holds it. */
  private static final Set<String> NO_CLINICS = Set.of("/api/plans/{code}", "/unsubscribe/{token}");

  /** What stands before an id in a path, and the thing that it is the id of. */
  private static final Map<String, String> THINGS =
      Map.of(
          "clinics", "clinic",
          "mothers", "mother",
          "pregnancies", "pregnancy",
          "babies", "baby",
          "doses", "dose",
          "reminders", "reminder",
          "visits", "visit",
          "merges", "merge",
          "users", "account");

  /** Members of bodies that name something, and parameters that do. */
  private static final Map<String, String> NAMES =
      Map.of(
          "clinicId", "clinic",
          "motherId", "mother",
          "clinic", "clinic",
          "mother", "mother",
          "with", "sister",
          "as", "sister");

  /** Of members that exclude each other one is enough; these are left out. */
  private static final Set<String> LEFT_OUT =
      Set.of("edd", "scan", "babies", "caregiver", "birthTime", "timeZone", "email");

  /** What a list may not be asked without. */
  private static final Map<String, String> ASKED = Map.of("dose", "DTP-3");

  private static final Map<String, Object> VALUES =
      Map.of(
          "phone", "+254712999001",
          "language", "en",
          "lmp", "2025-12-02",
          "birthDate", "2024-01-01",
          "on", "2026-03-01",
          "vaccine", "MCV",
          "outcome", "MISCARRIAGE",
          "birthWeightGrams", 3000,
          "fullName", "Asha",
          "externalId", "E-1");

  private final JsonNode description = description();
  private final Map<String, Long> ids;

  /**
   * @param ids of what the requests name, by the kind of thing
   */
  DescribedRequests(Map<String, Long> ids) {
    this.ids = ids;
  }

  /** A request. */
  record Described(String method, String path, @Nullable String json) {
    boolean reads() {
      return method.equals("GET");
    }

    Answer sentBy(Api api) {
      return json == null
          ? api.send(method, path, null, null)
          : api.send(method, path, "application/json", BodyPublishers.ofString(json));
    }

    @Override
    public String toString() {
      return method + " " + path + (json == null ? "" : " " + json);
    }
  }

  /** Those that name something. */
  List<Described> naming() {
    List<Described> all = new ArrayList<>();
    each(
        (method, path, operation) -> {
          String json = body(operation);
          if (path.contains("{")) {
            if (!NO_CLINICS.contains(path)) {
              all.add(new Described(method, filled(path), json));
            }
            return;
          }
          if (json != null && names(operation)) {
            all.add(new Described(method, path, json));
          }
          operation
              .path("parameters")
              .valueStream()
              .filter(p -> p.path("in").asString().equals("query"))
              .map(p -> p.path("name").asString())
              .filter(NAMES::containsKey)
              .forEach(
                  name ->
                      all.add(
                          new Described(
                              method, path + "?" + name + "=" + id(NAMES.get(name)), json)));
        });
    return all;
  }

  /** Those that list: what they answer names nothing of another clinic. */
  List<Described> listing() {
    List<Described> all = new ArrayList<>();
    each(
        (method, path, operation) -> {
          if (method.equals("GET") && !path.contains("{") && path.startsWith("/api/")) {
            all.add(new Described(method, path + required(operation), null));
          }
        });
    return all;
  }

  /** Parameters without which there is no list. */
  private static String required(JsonNode operation) {
    String asked =
        operation
            .path("parameters")
            .valueStream()
            .filter(p -> p.path("in").asString().equals("query") && p.path("required").asBoolean())
            .map(p -> p.path("name").asString())
            .map(name -> name + "=" + Objects.requireNonNull(ASKED.get(name), name))
            .collect(Collectors.joining("&"));
    return asked.isEmpty() ? "" : "?" + asked;
  }

  private interface Each {
    void operation(String method, String path, JsonNode operation);
  }

  private void each(Each each) {
    description
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue().properties().stream()
                    .filter(operation -> VERBS.contains(operation.getKey()))
                    .forEach(
                        operation ->
                            each.operation(
                                operation.getKey().toUpperCase(java.util.Locale.ROOT),
                                path.getKey(),
                                operation.getValue())));
  }

  private String filled(String path) {
    Matcher variable = VARIABLE.matcher(path);
    String outer = path.split("/")[2];
    return variable.replaceAll(
        found -> "/" + found.group(1) + "/" + id(thing(outer, found.group(1), path)));
  }

  private static String thing(String outer, String before, String path) {
    if (before.equals("contacts")) {
      return outer.equals("babies") ? "baby contact" : "contact";
    }
    return Objects.requireNonNull(
        THINGS.get(before), () -> "say in THINGS what the id is of in " + path);
  }

  private Long id(@Nullable String thing) {
    return Objects.requireNonNull(ids.get(thing), () -> "Village needs a " + thing);
  }

  private static JsonNode schemaOf(JsonNode operation) {
    return operation.path("requestBody").path("content").path("application/json").path("schema");
  }

  private boolean names(JsonNode operation) {
    return resolved(schemaOf(operation)).path("properties").propertyNames().stream()
        .anyMatch(NAMES::containsKey);
  }

  private @Nullable String body(JsonNode operation) {
    JsonNode schema = schemaOf(operation);
    return schema.isMissingNode() ? null : JSON.writeValueAsString(sample("", schema));
  }

  private JsonNode resolved(JsonNode schema) {
    return schema.has("$ref")
        ? description.at(schema.path("$ref").asString().substring(1))
        : schema;
  }

  /** Something of the schema's kind that a handler could take. */
  private Object sample(String name, JsonNode raw) {
    JsonNode schema = resolved(raw);
    if (NAMES.containsKey(name)) {
      return String.valueOf(id(NAMES.get(name)));
    }
    if (VALUES.containsKey(name)) {
      return VALUES.get(name);
    }
    if (schema.has("enum")) {
      return schema.path("enum").get(0).asString();
    }
    return switch (kind(schema)) {
      case "boolean" -> true;
      case "integer", "number" -> 1;
      case "array" -> List.of();
      case "string" -> text(name, schema);
      default -> object(schema);
    };
  }

  private static String kind(JsonNode schema) {
    JsonNode type = schema.path("type");
    return type.isArray() ? type.get(0).asString() : type.asString("object");
  }

  private static String text(String name, JsonNode schema) {
    return switch (schema.path("format").asString("")) {
      case "date" -> "2026-03-01";
      case "time-local" -> "09:00";
      case "date-time" -> "2026-03-01T09:00:00Z";
      default -> name.equals("password") ? "a long enough password" : "Made up";
    };
  }

  private Object object(JsonNode schema) {
    ObjectNode object = JSON.createObjectNode();
    schema
        .path("properties")
        .properties()
        .forEach(
            member -> {
              if (!LEFT_OUT.contains(member.getKey())) {
                object.putPOJO(member.getKey(), sample(member.getKey(), member.getValue()));
              }
            });
    return object;
  }

  private static JsonNode description() {
    try (InputStream file = DescribedRequests.class.getResourceAsStream("/openapi.json")) {
      return JSON.readTree(Objects.requireNonNull(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
