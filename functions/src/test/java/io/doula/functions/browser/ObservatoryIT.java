package io.doula.functions.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.classic.Gate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What Nginx and the program send together, by the rules of MDN's HTTP Observatory: its own scorer,
 * of the version that src/test/observatory/package-lock.json names, put there by {@code npm ci}.
 */
@BrowserTest
class ObservatoryIT {
  private static final Path FOLDER = Path.of("src/test/observatory").toAbsolutePath();
  private static final Path SCORER =
      FOLDER.resolve("node_modules/@mdn/mdn-http-observatory/src/scan.js");

  @ParameterizedTest
  @ValueSource(strings = {"", "/app/sign-in", "/app"})
  void everyTestIsPassedAndTheGradeIsAPlus(String path, Village village) throws Exception {
    Assumptions.assumeTrue(
        Files.exists(SCORER),
        "SKIPPED: the Observatory's scorer is not here; npm ci in functions/src/test/observatory");

    JsonNode result = scan(village.gate(), path);

    assertThat(result.path("tests").propertyStream())
        .isNotEmpty()
        .allSatisfy(
            test -> assertThat(test.getValue().path("pass").asBoolean()).as("%s", test).isTrue());
    assertThat(result.path("scan").path("grade").asString()).as("%s", result).isEqualTo("A+");
  }

  private static JsonNode scan(Gate gate, String path) throws IOException, InterruptedException {
    Path said = Path.of("target/browser/observatory" + path.replace('/', '-') + ".json");
    ProcessBuilder node =
        new ProcessBuilder(
            "node",
            "--import",
            FOLDER.resolve("here.mjs").toString(),
            SCORER.toString(),
            Gate.NAME + path);
    node.environment().put("DOULA_NAME", Gate.NAME);
    node.environment().put("DOULA_HTTP", Integer.toString(gate.http));
    node.environment().put("DOULA_HTTPS", Integer.toString(gate.https));
    node.environment().put("NODE_EXTRA_CA_CERTS", gate.certificate.file().toString());
    Process scan = node.redirectErrorStream(true).redirectOutput(said.toFile()).start();
    boolean ended = scan.waitFor(60, TimeUnit.SECONDS);
    scan.destroyForcibly();
    String answer = Files.readString(said, StandardCharsets.UTF_8);
    assertThat(ended && scan.exitValue() == 0).as(answer).isTrue();
    return new JsonMapper().readTree(answer.substring(answer.indexOf('{')));
  }
}
