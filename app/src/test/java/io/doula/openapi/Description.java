package io.doula.openapi;

import io.doula.fuzz.Probe;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes of what springdoc generates the description that is committed: in a fixed order, with the
 * house rules that no handler spells out (errors, tokens, Idempotency-Key), short names, and bodies
 * of PATCH told by those of POST.
 */
final class Description {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String SCHEMAS = "#/components/schemas/";
  private static final List<String> OPEN =
      List.of(
          "/api/token",
          "/api/openapi.json",
          "/health",
          "/health/delivery",
          "/webhooks/whatsapp",
          "/webhooks/sns");
  private static final String ABOUT =
      "Reminders for clinics that look after mothers and babies. Every path answers with and without"
          + " a trailing slash. Dates are ISO 8601, instants UTC, ids opaque texts. Unknown fields are"
          + " refused by name.";

  private final ObjectNode paths;
  private final ObjectNode schemas;

  private Description(JsonNode generated) {
    this.paths = (ObjectNode) generated.path("paths");
    this.schemas =
        generated.path("components").path("schemas") instanceof ObjectNode found
            ? found
            : JSON.createObjectNode();
  }

  /**
   * @param ask the program, for which what is known so far suffices
   */
  static JsonNode of(JsonNode generated, Function<JsonNode, Probe> ask) {
    Nullability.tell(generated.path("components").path("schemas"));
    Description description = new Description(JSON.readTree(shortNames(generated)));
    description.paths.propertyStream().toList().forEach(path -> description.path(path.getKey()));
    description.schemas.remove("JsonNode");
    Bodies bodies = new Bodies(description.paths, description.schemas);
    bodies.close();
    Probe probe = ask.apply(description.whole());
    bodies.require(probe);
    description.statuses(probe);
    description.paths.setAll((ObjectNode) JSON.readTree(PAGES));
    return description.whole();
  }

  private JsonNode whole() {
    ObjectNode whole = JSON.createObjectNode();
    whole.put("openapi", "3.1.0");
    whole.putObject("info").put("title", "Doula").put("version", "1").put("description", ABOUT);
    whole.putArray("servers").addObject().put("url", "/");
    whole.putArray("security").addObject().putArray("token");
    whole.set("paths", sorted(paths));
    schemas.set("Problem", JSON.readTree(PROBLEM));
    ObjectNode components = whole.putObject("components");
    components.set("schemas", sorted(schemas));
    components
        .putObject("securitySchemes")
        .putObject("token")
        .put("type", "http")
        .put("scheme", "bearer")
        .put("bearerFormat", "JWT")
        .put("description", "From POST /api/token; lasts twelve hours.");
    return whole;
  }

  private void path(String path) {
    for (Map.Entry<String, JsonNode> each : paths.path(path).propertyStream().toList()) {
      ObjectNode operation = (ObjectNode) each.getValue();
      operation.put("operationId", operationId(each.getKey(), path));
      ArrayNode tags = JSON.createArrayNode();
      tags.add(operation.path("tags").path(0).asString().replace("-controller", ""));
      operation.set("tags", tags);
      if (OPEN.contains(path)) {
        operation.putArray("security");
      }
      if (each.getKey().equals("post") && path.startsWith("/api/") && !isWithoutKey(path)) {
        operation.withArray("/parameters").add(JSON.readTree(IDEMPOTENCY_KEY));
      }
      Parameters.tell(
          operation,
          path,
          schemas.at("/ReminderView/properties/state/enum"),
          schemas.at("/WorkItem/properties/status/enum"));
      otherBody(path, operation);
      answers(operation);
      if (path.startsWith("/health")) {
        ObjectNode responses = operation.withObject("/responses");
        JsonNode report = responses.path("200").deepCopy();
        responses.set("503", ((ObjectNode) report).put("description", "Something is down."));
      }
    }
  }

  private static boolean isWithoutKey(String path) {
    return path.equals("/api/token")
        || path.startsWith("/api/imports")
        || path.endsWith("/reset-link");
  }

  /** What handlers read as it comes. */
  private static void otherBody(String path, ObjectNode operation) {
    if (path.equals("/api/imports")) {
      operation
          .putObject("requestBody")
          .put("required", true)
          .putObject("content")
          .putObject("text/csv")
          .putObject("schema")
          .put("type", "string");
    }
    JsonNode content = operation.path("requestBody").path("content");
    for (Map.Entry<String, JsonNode> type : content.properties()) {
      if (type.getValue().path("schema") instanceof ObjectNode schema
          && schema.path("format").asString("").equals("byte")) {
        schema.removeAll().put("type", type.getKey().endsWith("json") ? "object" : "string");
      }
    }
  }

  private void answers(ObjectNode operation) {
    ObjectNode responses = operation.withObject("/responses");
    for (JsonNode response : responses.values()) {
      if (response.path("content") instanceof ObjectNode content && content.has("*/*")) {
        JsonNode schema = content.remove("*/*");
        content.set("application/json", schema);
      }
      // the description itself, and plans, which are sent as they lie
      if (response.at("/content/application~1json/schema") instanceof ObjectNode schema
          && (schema.path("type").asString("").equals("string")
              || schema.path("items").path("format").asString("").equals("byte"))) {
        schema.removeAll().put("type", "object");
      }
      if (response.at("/content/text~1csv") instanceof ObjectNode csv) {
        csv.putObject("schema").put("type", "string");
      }
    }
    responses
        .putObject("default")
        .put("description", "What is wrong, and with which field.")
        .putObject("content")
        .putObject("application/problem+json")
        .putObject("schema")
        .put("$ref", SCHEMAS + "Problem");
  }

  /** As it was seen to answer: what was new, what was there before. */
  private void statuses(Probe probe) {
    Map<JsonNode, Set<Integer>> bySchema = new HashMap<>();
    for (String path : paths.propertyNames()) {
      Set<Integer> seen = probe.statuses("post", path);
      if (!seen.isEmpty() && !answer(path).isMissingNode()) {
        bySchema.merge(answer(path), seen, (some, more) -> some.size() < more.size() ? more : some);
      }
    }
    for (Map.Entry<String, JsonNode> path : paths.properties()) {
      JsonNode responses = path.getValue().path("post").path("responses");
      Set<Integer> seen = probe.statuses("post", path.getKey());
      if (seen.isEmpty()) {
        // not to be had from these people; the same kind of thing is answered alike
        seen = bySchema.getOrDefault(answer(path.getKey()), Set.of());
      }
      if (responses.path("200") instanceof ObjectNode ok && !seen.isEmpty()) {
        ((ObjectNode) responses).remove("200");
        for (int status : seen) {
          String words = status == 201 ? "Created" : "OK";
          ((ObjectNode) responses).set("" + status, ok.deepCopy().put("description", words));
        }
      }
    }
  }

  private JsonNode answer(String path) {
    return paths.path(path).path("post").at("/responses/200/content");
  }

  private static String operationId(String method, String path) {
    StringBuilder id = new StringBuilder(method);
    for (String word : path.replaceFirst("^/api", "").split("[^A-Za-z0-9]+")) {
      if (!word.isEmpty()) {
        id.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
      }
    }
    return id.toString();
  }

  /**
   * {@code io.doula.staff.web.UserController.User} becomes User, or UserControllerUser when there
   * are two.
   */
  private static String shortNames(JsonNode generated) {
    String text = JSON.writeValueAsString(generated);
    Map<String, List<String>> bySimpleName = new TreeMap<>();
    for (String name : generated.path("components").path("schemas").propertyNames()) {
      bySimpleName.computeIfAbsent(simple(name), n -> new ArrayList<>()).add(name);
    }
    Map<String, String> shorter = new TreeMap<>();
    bySimpleName.forEach(
        (simple, names) ->
            names.forEach(n -> shorter.put(n, names.size() == 1 ? simple : outerAndSimple(n))));
    for (Map.Entry<String, String> each : shorter.entrySet()) {
      String exactly = "(\"|" + Pattern.quote(SCHEMAS) + ")" + Pattern.quote(each.getKey()) + "\"";
      text = text.replaceAll(exactly, "$1" + Matcher.quoteReplacement(each.getValue()) + "\"");
    }
    return text;
  }

  private static String simple(String name) {
    return wrapper(name) + lastWord(name);
  }

  private static String outerAndSimple(String name) {
    String[] words = name.split("[.$]");
    return wrapper(name) + words[words.length - 2] + words[words.length - 1];
  }

  /** Page in {@code io.doula.core.PageIo.doula.staff.web.UserController.User}, else nothing. */
  private static String wrapper(String name) {
    int argument = name.indexOf("Io.doula.");
    return argument < 0 ? "" : lastWord(name.substring(0, argument));
  }

  private static String lastWord(String name) {
    return name.replaceFirst("^.*[.$]", "");
  }

  private static ObjectNode sorted(ObjectNode node) {
    ObjectNode sorted = JSON.createObjectNode();
    Map<String, JsonNode> byName = new TreeMap<>();
    node.propertyStream().forEach(p -> byName.put(p.getKey(), p.getValue()));
    byName.forEach(
        (name, value) ->
            sorted.set(name, value instanceof ObjectNode object ? sorted(object) : value));
    return sorted;
  }

  /** For people; but their addresses go out in messages, and mail programs post to them. */
  private static final String PAGES =
      """
      {"/unsubscribe/{token}":{
         "get":{"operationId":"getUnsubscribe","tags":["unsubscribe"],"security":[],
           "parameters":[{"name":"token","in":"path","required":true,"schema":{"type":"string"}}],
           "responses":{
             "200":{"description":"Asks whether messages shall end.",
               "content":{"text/html":{"schema":{"type":"string"}}}},
             "default":{"description":"What is wrong.","content":{"application/problem+json":
               {"schema":{"$ref":"#/components/schemas/Problem"}}}}}},
         "post":{"operationId":"postUnsubscribe","tags":["unsubscribe"],"security":[],
           "parameters":[{"name":"token","in":"path","required":true,"schema":{"type":"string"}}],
           "responses":{
             "200":{"description":"Messages have ended.",
               "content":{"text/html":{"schema":{"type":"string"}}}},
             "default":{"description":"What is wrong.","content":{"application/problem+json":
               {"schema":{"$ref":"#/components/schemas/Problem"}}}}}}}}
      """;

  private static final String IDEMPOTENCY_KEY =
      """
      {"name":"Idempotency-Key","in":"header","required":false,
       "description":"The same key with the same request gets the first answer again; with another request, 422.",
       "schema":{"type":"string","minLength":1,"maxLength":255}}
      """;
  private static final String PROBLEM =
      """
      {"type":"object","description":"RFC 9457",
       "required":["type","title","status","detail"],
       "properties":{
         "type":{"type":"string"},"title":{"type":"string"},"status":{"type":"integer"},
         "detail":{"type":"string"},"correlationId":{"type":"string"},
         "errors":{"type":"array","items":{"type":"object","required":["field","message"],
           "properties":{"field":{"type":"string"},"message":{"type":"string"}}}}}}
      """;
}
