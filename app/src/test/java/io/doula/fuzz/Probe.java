package io.doula.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks the program what no handler's signature tells: which fields have to be in a body, and with
 * which status it answers when they are. Starts with nothing and adds what it is told is missing.
 */
public final class Probe {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Set<String> RIVALS = Set.of("lmp", "edd", "scan");
  private static final int STEPS = 8;

  private final Map<String, Set<String>> required = new TreeMap<>();
  private final Map<String, Set<Integer>> statuses = new HashMap<>();
  private final JsonNode described;
  private final Wire wire;
  private final World world;
  private final Samples samples;
  private int people;

  private Probe(URI base, String admin, String password, JsonNode described) {
    this.described = described;
    this.wire = new Wire(base, 60_000);
    this.world = new World(base, admin, password);
    this.samples = new Samples(new Surface(described), world.today());
  }

  /**
   * Asks about everything that is posted as JSON.
   *
   * @param described all operations and schemas, as far as they are known
   */
  public static Probe of(URI base, String admin, String password, JsonNode described) {
    Probe probe = new Probe(base, admin, password, described);
    for (Operation operation : probe.samples.surface().operations()) {
      if (operation.method().equals("POST") && operation.takesJson()) {
        probe.ask(operation);
      }
    }
    return probe;
  }

  /** By the name of the schema: the fields without which it is refused. */
  public Map<String, Set<String>> required() {
    return required;
  }

  /** By method and path: the statuses of answers that were no refusals. */
  public Set<Integer> statuses(String method, String path) {
    return statuses.getOrDefault(method.toUpperCase(java.util.Locale.ROOT) + " " + path, Set.of());
  }

  private void ask(Operation operation) {
    Scene scene = scene();
    ObjectNode sample = sample(operation, scene);
    ObjectNode least = JSON.createObjectNode();
    String schema = reference(bodySchema(operation));
    Set<String> must = required.computeIfAbsent(schema, s -> new TreeSet<>());
    Reply reply = fill(operation, scene, least, least, sample, "", must);
    if (reply.status() < 400) {
      Set<Integer> seen = statuses.computeIfAbsent(operation.toString(), o -> new TreeSet<>());
      seen.add(reply.status());
      Reply again = send(operation, scene, least);
      if (again.status() < 400) {
        seen.add(again.status());
      }
    }
    for (Map.Entry<String, JsonNode> each : sample(operation, scene).properties()) {
      askWithin(operation, each.getKey(), least);
    }
  }

  /** The same for an object inside the body. */
  private void askWithin(Operation operation, String name, ObjectNode least) {
    JsonNode inner = property(reference(bodySchema(operation)), name);
    boolean list = inner.has("items");
    String schema = reference(list ? inner.path("items") : inner);
    if (schema.isEmpty()) {
      return;
    }
    Scene scene = scene();
    ObjectNode body = sampleOf(operation, scene, least);
    JsonNode there = sample(operation, scene).path(name);
    ObjectNode object = JSON.createObjectNode();
    if (RIVALS.contains(name)) {
      body.remove(RIVALS);
    }
    if (list) {
      body.putArray(name).add(object);
    } else {
      body.set(name, object);
    }
    JsonNode sample = list ? there.path(0) : there;
    if (sample instanceof ObjectNode known) {
      Set<String> must = required.computeIfAbsent(schema, s -> new TreeSet<>());
      fill(operation, scene, body, object, known, name + (list ? "[0]." : "."), must);
    }
  }

  /** What was found to be the least, with the ids of these people. */
  private ObjectNode sampleOf(Operation operation, Scene scene, ObjectNode least) {
    ObjectNode sample = sample(operation, scene);
    sample.retain(least.propertyNames());
    return sample;
  }

  private Reply fill(
      Operation operation,
      Scene scene,
      ObjectNode body,
      ObjectNode inner,
      ObjectNode sample,
      String prefix,
      Set<String> must) {
    Reply reply = send(operation, scene, body);
    for (int step = 0; step < STEPS && reply.status() / 100 == 4; step++) {
      List<String> missing = missing(reply, prefix, inner);
      if (missing.isEmpty()) {
        break;
      }
      for (String field : missing) {
        if (RIVALS.contains(field)) {
          sample.properties().stream()
              .filter(each -> RIVALS.contains(each.getKey()))
              .forEach(each -> inner.set(each.getKey(), each.getValue()));
        } else if (sample.has(field)) {
          inner.set(field, sample.path(field));
          must.add(field);
        }
      }
      reply = send(operation, scene, body);
    }
    return reply;
  }

  private static List<String> missing(Reply reply, String prefix, ObjectNode inner) {
    List<String> missing = new ArrayList<>();
    for (JsonNode error : JSON.readTree(reply.body()).path("errors").values()) {
      String field = error.path("field").asString();
      String name = field.startsWith(prefix) ? field.substring(prefix.length()) : "";
      if (name.matches("[A-Za-z]+") && !inner.has(name)) {
        missing.add(name);
      }
    }
    return missing;
  }

  private Scene scene() {
    // nobody else is with these people
    int number = 1000 * people++;
    return new Scene(new Chance(1, number), world, world.family(number), samples);
  }

  private ObjectNode sample(Operation operation, Scene scene) {
    return (ObjectNode) samples.body(operation, scene.family(), new Chance(1, 1)).deepCopy();
  }

  private JsonNode bodySchema(Operation operation) {
    return described
        .path("paths")
        .path(operation.path())
        .path("post")
        .path("requestBody")
        .path("content")
        .path("application/json")
        .path("schema");
  }

  private JsonNode property(String schema, String name) {
    return described.path("components").path("schemas").path(schema).path("properties").path(name);
  }

  /** The schema's name, also where null is another possibility; empty when it has none. */
  private static String reference(JsonNode schema) {
    String ref =
        schema.path("$ref").asString(schema.path("anyOf").path(0).path("$ref").asString(""));
    return ref.replaceFirst("^.*/", "");
  }

  private Reply send(Operation operation, Scene scene, ObjectNode body) {
    Draft draft = new Draft(operation, AddressDeeds.path(operation, scene));
    draft
        .type("application/json")
        .header("Authorization", "Bearer " + world.token(Who.ADMIN))
        .body(body.toString());
    try {
      return wire.send(draft.bytes(wire.host()), false, false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
