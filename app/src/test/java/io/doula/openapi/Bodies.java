package io.doula.openapi;

import io.doula.fuzz.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a body has to be: closed, with the fields that the program was found to insist on, within
 * the limits that it holds. A PATCH takes any of the fields of the POST.
 */
final class Bodies {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String SCHEMAS = "#/components/schemas/";

  /** Of these exactly one comes. */
  private static final List<String> RIVALS = List.of("lmp", "edd", "scan");

  /** What {@link LimitsTest} holds against the program, by schema and field. */
  private static final JsonNode LIMITS =
      JSON.readTree(
          """
          {"MotherForm":{
             "clinicId":{"pattern":"^[1-9][0-9]{0,17}$"},
             "fullName":{"maxLength":200},
             "phone":{"pattern":"^\\\\+[0-9]{7,15}$","description":"E.164"},
             "email":{"maxLength":254},
             "externalId":{"maxLength":100},
             "channels":{"minItems":1,"maxItems":3,"uniqueItems":true,
               "items":{"type":"string","enum":["whatsapp","sms","email"]}}},
           "CaregiverForm":{"fullName":{"maxLength":200},"phone":{"pattern":"^\\\\+[0-9]{7,15}$"}},
           "BabyForm":{
             "motherId":{"pattern":"^[1-9][0-9]{0,17}$"},
             "name":{"maxLength":200},
             "birthWeightGrams":{"minimum":200,"maximum":9000}},
           "Newborn":{"name":{"maxLength":200},"birthWeightGrams":{"minimum":200,"maximum":9000}},
           "DoseForm":{"product":{"maxLength":100}},
           "Given":{"product":{"maxLength":100}},
           "OutcomeForm":{"babies":{"maxItems":8}},
           "PregnancyFormScan":{"weeks":{"minimum":4,"maximum":43},"days":{"minimum":0,"maximum":6}},
           "ForecastControllerScan":{"weeks":{"minimum":0,"maximum":45},"days":{"minimum":0,"maximum":6}},
           "ClinicForm":{"name":{"maxLength":200},"country":{"pattern":"^[A-Z]{2}$"}},
           "UserForm":{
             "username":{"pattern":"^[A-Za-z0-9][A-Za-z0-9._@-]{1,59}$"},
             "clinics":{"uniqueItems":true}},
           "Question":{"series":{"maxItems":100},"given":{"maxItems":200}},
           "AntenatalQuestion":{"contacts":{"maxItems":100}}}
          """);

  /** What a PATCH takes beside the fields that it changes. */
  private static final JsonNode ALSO_PATCHED =
      JSON.readTree(
          """
          {"UserPatch":{"currentPassword":{"type":["string","null"]}}}
          """);

  private final ObjectNode paths;
  private final ObjectNode schemas;
  private final Set<String> closed = new TreeSet<>();

  Bodies(ObjectNode paths, ObjectNode schemas) {
    this.paths = paths;
    this.schemas = schemas;
  }

  /** What can be said before anybody asks the program. */
  void close() {
    for (JsonNode path : List.copyOf(paths.values())) {
      for (JsonNode operation : path.values()) {
        close(
            operation.path("requestBody").path("content").path("application/json").path("schema"));
      }
    }
  }

  void require(Probe probe) {
    probe.required().forEach(this::require);
    for (Map.Entry<String, JsonNode> path : paths.properties()) {
      if (path.getValue().path("patch") instanceof ObjectNode operation) {
        patch(path.getKey(), operation);
      }
    }
  }

  /** Refuses what is unknown, here and in what lies within. */
  private void close(JsonNode schema) {
    for (String ref : schema.findValuesAsString("$ref")) {
      String name = ref.substring(SCHEMAS.length());
      if (schemas.path(name) instanceof ObjectNode body && closed.add(name)) {
        if (!body.has("properties")) {
          body.put("type", "object");
        }
        body.put("additionalProperties", false);
        limit(name, body.path("properties"));
        rival(body);
        close(body.path("properties"));
      }
    }
  }

  private static void limit(String name, JsonNode properties) {
    for (Map.Entry<String, JsonNode> field : LIMITS.path(name).properties()) {
      ((ObjectNode) properties.path(field.getKey())).setAll((ObjectNode) field.getValue());
    }
  }

  private static void rival(ObjectNode body) {
    if (RIVALS.stream().allMatch(body.path("properties")::has)) {
      ArrayNode either = body.putArray("oneOf");
      for (String one : RIVALS) {
        ObjectNode alone = either.addObject();
        alone.putArray("required").add(one);
        // null is the same as nothing, and does not count as the one
        alone.putObject("properties").putObject(one).putObject("not").put("type", "null");
      }
    }
  }

  private void require(String name, Set<String> fields) {
    if (!fields.isEmpty() && schemas.path(name) instanceof ObjectNode body) {
      ArrayNode required = body.putArray("required");
      for (String field : fields) {
        required.add(field);
        notNull((ObjectNode) body.path("properties").path(field));
      }
    }
  }

  private static void notNull(ObjectNode field) {
    without(field, "type");
    without(field, "enum");
    if (field.path("anyOf").size() == 2) {
      JsonNode itself = field.path("anyOf").get(0).deepCopy();
      field.removeAll().setAll((ObjectNode) itself);
    }
  }

  private static void without(ObjectNode field, String member) {
    if (field.path(member) instanceof ArrayNode some) {
      List<JsonNode> others = new ArrayList<>();
      some.values().stream()
          .filter(one -> !one.isNull() && !one.asString("").equals("null"))
          .forEach(others::add);
      if (member.equals("type") && others.size() == 1) {
        field.set(member, others.get(0));
      } else {
        field.putArray(member).addAll(others);
      }
    }
  }

  private void patch(String path, ObjectNode operation) {
    String kind = path.replaceAll("/\\{[^/]+}$", "").replaceAll("^.*/", "");
    String form =
        paths
            .propertyStream()
            .filter(p -> p.getKey().endsWith("/" + kind))
            .map(p -> p.getValue().path("post").path("requestBody").findPath("$ref").asString(""))
            .filter(ref -> !ref.isEmpty())
            .findFirst()
            .orElse("");
    ObjectNode schema =
        operation
            .putObject("requestBody")
            .put("required", true)
            .putObject("content")
            .putObject("application/json")
            .putObject("schema");
    if (schemas.path(form.replace(SCHEMAS, "")) instanceof ObjectNode body) {
      String name = form.replace(SCHEMAS, "").replaceFirst("Form$", "") + "Patch";
      ObjectNode any = body.deepCopy();
      any.remove(List.of("required", "oneOf"));
      if (ALSO_PATCHED.path(name) instanceof ObjectNode more) {
        any.withObject("/properties").setAll(more);
      }
      schemas.set(name, any);
      schema.put("$ref", SCHEMAS + name);
    } else {
      schema.put("type", "object");
    }
  }
}
