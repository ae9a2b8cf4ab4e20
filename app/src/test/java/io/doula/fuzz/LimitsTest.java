package io.doula.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.core.Role;
import io.doula.testing.Api;
import io.doula.testing.DoulaTest;
import io.doula.testing.Staff;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Each limit that the description tells of a field is held: one step beyond, and the field is
 * named.
 */
@DoulaTest
class LimitsTest {
  private static final JsonMapper JSON = new JsonMapper();

  @Autowired Api api;
  @Autowired Staff staff;

  @Test
  void whatLiesBeyondALimitIsRefusedByName() throws Exception {
    World world =
        new World(URI.create(api.base()), staff.account(Role.ADMIN).username(), Staff.PASSWORD);
    Samples samples = new Samples(new Surface(world.description()), world.today());
    List<String> tried = new ArrayList<>();
    for (Operation operation : samples.surface().operations()) {
      JsonNode schema = operation.body();
      if (operation.method().equals("POST") && operation.takesJson() && schema != null) {
        Scene scene = new Scene(new Chance(1, 1), world, world.family(0), samples);
        JsonNode body = samples.body(operation, scene.family(), scene.chance());
        for (Spot spot : Spot.all(body, schema, samples.surface(), Spot::isField)) {
          for (String beyond : beyond(samples.surface().resolve(spot.schema()), spot)) {
            refused(
                world,
                operation,
                AddressDeeds.path(operation, scene),
                spot,
                spot.with(body, beyond));
            tried.add(operation + " " + spot.name());
          }
        }
      }
    }
    assertThat(tried).hasSizeGreaterThan(25);
  }

  private static List<String> beyond(JsonNode limits, Spot spot) {
    List<String> beyond = new ArrayList<>();
    if (limits.has("minimum")) {
      beyond.add(Integer.toString(limits.path("minimum").asInt() - 1));
      beyond.add(Integer.toString(limits.path("maximum").asInt() + 1));
    }
    if (limits.has("maxLength")) {
      beyond.add("\"" + "x".repeat(limits.path("maxLength").asInt() + 1) + "\"");
    }
    if (limits.has("pattern")) {
      beyond.add("\"?\"");
    }
    if (limits.has("minItems")) {
      beyond.add("[]");
    }
    if (limits.has("maxItems") || limits.has("uniqueItems")) {
      JsonNode item = spot.value().get(0);
      int count = limits.has("uniqueItems") ? 2 : limits.path("maxItems").asInt() + 1;
      beyond.add("[" + (item + ",").repeat(count - 1) + item + "]");
    }
    return beyond;
  }

  private static void refused(World world, Operation operation, String path, Spot spot, String body)
      throws Exception {
    Draft draft = new Draft(operation, path);
    draft.type("application/json").body(body);
    draft.header("Authorization", "Bearer " + world.token(Who.ADMIN));
    Wire wire = new Wire(URI.create("http://" + world.host()), 60_000);

    Reply reply = wire.send(draft.bytes(world.host()), false, false);

    String what = operation + " " + spot.name() + ": " + reply.status() + " " + reply.text();
    assertThat(reply.status()).as(what).isEqualTo(400);
    assertThat(JSON.readTree(reply.body()).path("errors").findValuesAsString("field"))
        .as(what)
        .anySatisfy(field -> assertThat(field).contains(spot.name()));
  }
}
