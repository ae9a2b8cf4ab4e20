package io.doula.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.testing.Answer;
import io.doula.testing.Api;
import io.doula.testing.DoulaTest;
import io.doula.testing.Staff;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;
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

  @Test
  void theCommittedDescriptionIsWhatTheHandlersSay() throws IOException {
    Answer generated = api.as(staff.admin()).get("/api/openapi-generated");
    assertThat(generated.status()).as(generated.toString()).isEqualTo(200);
    String described = JSON.writeValueAsString(Description.of(generated.json())) + "\n";
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
  void everyReferenceLeadsSomewhere() throws IOException {
    JsonNode description = JSON.readTree(COMMITTED.toFile());

    assertThat(description.findValuesAsString("$ref"))
        .isNotEmpty()
        .allSatisfy(
            ref -> assertThat(description.at(ref.substring(1)).isMissingNode()).as(ref).isFalse());
  }
}
