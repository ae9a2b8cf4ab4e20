package io.doula.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.core.Role;
import io.doula.fuzz.Probe;
import io.doula.testing.Answer;
import io.doula.testing.Api;
import io.doula.testing.DoulaTest;
import io.doula.testing.Staff;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The description that the program serves is what its handlers say. Change a handler, then refresh
 * the description with {@code mvn -pl app test -Dtest=OpenApiTest -Dopenapi.write=true} and commit
 * it.
 */
@DoulaTest
@TestPropertySource(
    properties = {
      "springdoc.api-docs.enabled=true",
      "springdoc.api-docs.path=/api/openapi-generated",
      "springdoc.use-fqn=true",
      // handlers that only tests or the local profile have
      "springdoc.paths-to-exclude=/api/house/**,/dev/**"
    })
class OpenApiTest {
  private static final Path COMMITTED = Path.of("src/main/resources/openapi.json");
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  @Autowired Api api;
  @Autowired Staff staff;
  @Autowired RequestMappingHandlerMapping handlers;

  @Test
  void theCommittedDescriptionIsWhatTheHandlersSay() throws IOException {
    Answer generated = api.as(staff.admin()).get("/api/openapi-generated");
    assertThat(generated.status()).as(generated.toString()).isEqualTo(200);
    String admin = staff.account(Role.ADMIN).username();
    JsonNode whole =
        Description.of(
            generated.json(),
            known -> Probe.of(URI.create(api.base()), admin, Staff.PASSWORD, known));
    String described = JSON.writeValueAsString(whole) + "\n";
    if (Boolean.getBoolean("openapi.write")) {
      Files.writeString(COMMITTED, described);
    }

    assertThat(Files.exists(COMMITTED) ? Files.readString(COMMITTED) : "")
        .as("openapi.json is old: mvn -pl app test -Dtest=OpenApiTest -Dopenapi.write=true")
        .isEqualTo(described);
  }

  @Test
  void theProgramServesItToAnyone() throws IOException {
    Answer served = api.get("/api/openapi.json");

    assertThat(served.status()).isEqualTo(200);
    assertThat(served.header("Content-Type")).isEqualTo("application/json");
    JsonNode description = served.json();
    assertThat(description.path("openapi").asString()).startsWith("3.1");
    assertThat(description.path("info").path("title").asString()).isEqualTo("Doula");
  }

  @Test
  void everyHandlerForProgramsIsInItAndNothingElse() throws IOException {
    Set<String> handled = new TreeSet<>();
    for (RequestMappingInfo one : handlers.getHandlerMethods().keySet()) {
      for (String path : one.getPatternValues()) {
        one.getMethodsCondition().getMethods().forEach(method -> handled.add(method + " " + path));
      }
    }
    // pages, what only tests and the local profile have, and what makes the description
    handled.removeIf(one -> one.matches("[A-Z]+ (/(app|dev|api/house|api/openapi-gen).*|/)"));
    Set<String> described = new TreeSet<>();
    for (Map.Entry<String, JsonNode> path :
        JSON.readTree(COMMITTED.toFile()).path("paths").properties()) {
      path.getValue()
          .propertyNames()
          .forEach(method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey()));
    }

    assertThat(described).isEqualTo(handled);
  }

  @Test
  void everyReferenceLeadsSomewhere() throws IOException {
    JsonNode description = JSON.readTree(COMMITTED.toFile());

    assertThat(description.findValuesAsString("$ref"))
        .isNotEmpty()
        .allSatisfy(
            ref -> assertThat(description.at(ref.substring(1)).isMissingNode()).as(ref).isFalse());
  }
}
