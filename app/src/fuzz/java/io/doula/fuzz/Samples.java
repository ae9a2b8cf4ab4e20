package io.doula.fuzz;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Sound bodies: by the schema, and by the names of fields where the schema leaves open what would
 * make sense.
 */
final class Samples {
  private static final JsonMapper JSON = new JsonMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int DEEPEST = 6;

  /** Where the schema allows any text. */
  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("phone", "+254711000222"),
          Map.entry("email", "amina@example.org"),
          Map.entry("language", "en"),
          Map.entry("timeZone", "Africa/Nairobi"),
          Map.entry("country", "KE"),
          Map.entry("plan", "who"),
          Map.entry("channels", "sms"),
          Map.entry("vaccine", "MCV"),
          Map.entry("series", "BCG"),
          Map.entry("kind", "primary"),
          Map.entry("password", "a quite long password 7"));

  private static final Map<String, Integer> NUMBERS =
      Map.of("weeks", 12, "days", 3, "birthWeightGrams", 3200);

  /** Only one of these comes at a time. */
  private static final Set<String> ALONE = Set.of("lmp", "edd", "scan");

  private final Surface surface;
  private final LocalDate today;

  Samples(Surface surface, LocalDate today) {
    this.surface = surface;
    this.today = today;
  }

  Surface surface() {
    return surface;
  }

  /** A body that the operation may well take. */
  JsonNode body(Operation operation, World.Family family, Chance chance) {
    JsonNode schema = operation.body();
    return schema == null
        ? JSON.createObjectNode()
        : of(schema, operation.path(), family, chance, 0);
  }

  private JsonNode of(JsonNode schema, String name, World.Family family, Chance chance, int depth) {
    JsonNode plain = surface.resolve(schema);
    List<String> types = surface.types(plain);
    if (plain.has("enum")) {
      List<JsonNode> known = plain.path("enum").valueStream().filter(n -> !n.isNull()).toList();
      return chance.of(known);
    }
    if (types.contains("object") || plain.has("properties")) {
      return depth > DEEPEST ? JSON.createObjectNode() : object(plain, family, chance, depth);
    }
    if (types.contains("array")) {
      ArrayNode array = JSON.createArrayNode();
      return array.add(of(plain.path("items"), name, family, chance, depth + 1));
    }
    if (types.contains("integer") || types.contains("number")) {
      return NODES.numberNode(NUMBERS.getOrDefault(name, plain.path("minimum").asInt(1)));
    }
    if (types.contains("boolean")) {
      return NODES.booleanNode(true);
    }
    return StringNode.valueOf(text(plain, name, family, chance));
  }

  private ObjectNode object(JsonNode schema, World.Family family, Chance chance, int depth) {
    ObjectNode object = JSON.createObjectNode();
    JsonNode properties = schema.path("properties");
    List<String> rivals = ALONE.stream().filter(properties::has).sorted().toList();
    String chosen = rivals.isEmpty() ? "" : chance.of(rivals);
    for (Map.Entry<String, JsonNode> each : properties.properties()) {
      if (!rivals.contains(each.getKey()) || each.getKey().equals(chosen)) {
        object.set(each.getKey(), of(each.getValue(), each.getKey(), family, chance, depth + 1));
      }
    }
    return object;
  }

  private String text(JsonNode schema, String name, World.Family family, Chance chance) {
    return switch (schema.path("format").asString("")) {
      case "date" -> day(name).toString();
      case "date-time" -> today + "T08:30:00Z";
      case "time", "time-local" -> time(name);
      default -> word(name, family, chance);
    };
  }

  private LocalDate day(String name) {
    return switch (name) {
      case "lmp" -> today.minusDays(100);
      case "edd" -> today.plusDays(100);
      case "birthDate" -> today.minusDays(30);
      case "asOf" -> today;
      default -> today.minusDays(5);
    };
  }

  private static String time(String name) {
    return switch (name) {
      case "quietFrom" -> "20:00";
      case "quietTo" -> "07:00";
      case "sendAt" -> "09:00";
      default -> "08:30";
    };
  }

  private static String word(String name, World.Family family, Chance chance) {
    if (isId(name)) {
      return idOf(name, family);
    }
    String known = WORDS.get(name);
    return known == null ? name.toLowerCase(Locale.ROOT) + chance.canary() : known;
  }

  /** Whether a field of this name holds an id. */
  static boolean isId(String name) {
    return name.endsWith("Id") && !name.equals("externalId") || World.lists().contains(name);
  }

  private static String idOf(String name, World.Family family) {
    String stem = name.endsWith("Id") ? name.substring(0, name.length() - 2) : name;
    return family.ids().entrySet().stream()
        .filter(e -> e.getKey().equals(name) || e.getKey().startsWith(stem))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(family.ids().getOrDefault("babies", "1"));
  }
}
