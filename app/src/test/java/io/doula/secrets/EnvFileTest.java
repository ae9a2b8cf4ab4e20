package io.doula.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.doula.core.CannotStart;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class EnvFileTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "KEY=value, value",
        "export KEY=value, value",
        "  KEY = value  , value",
        "KEY=, ``",
        "KEY= # a comment, ``",
        "KEY=value # a comment, value",
        "KEY=no#comment, no#comment",
        "KEY='single # and \\n stay', single # and \\n stay",
        "KEY=\"double # stays\" # a comment, double # stays",
        "KEY=\"say \\\"yes\\\"\", say \"yes\"",
        "KEY=a=b==, a=b==",
      })
  void aLineIsReadAsAShellWould(String line, String value) {
    assertThat(EnvFile.parse(".env", List.of(line))).containsExactly(Map.entry("KEY", value));
  }

  @Test
  void emptyLinesAndCommentsArePassedOverAndTheLastLineOfANameWins() {
    List<String> lines = List.of("\uFEFF# settings", "", "KEY=1", "   ", "KEY=2");
    assertThat(EnvFile.parse(".env", lines)).containsExactly(Map.entry("KEY", "2"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {"secret", "1KEY=secret", "KEY='secret", "KEY=\"secret\" more"})
  void aMalformedLineIsNamedByItsNumberAndNotRepeated(String line) {
    assertThatThrownBy(() -> EnvFile.parse(".env", List.of("GOOD=1", line)))
        .isInstanceOf(CannotStart.class)
        .hasMessageStartingWith("Line 2 of .env ")
        .hasMessageNotContaining("secret");
  }

  @Test
  void aFileThatIsNoTextIsRefused(@TempDir Path folder) throws Exception {
    Path file = Files.write(folder.resolve("env"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertThatThrownBy(() -> EnvFile.read(file)).isInstanceOf(CannotStart.class);
  }

  @Test
  void realEnvironmentVariablesWinOverTheFile(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("env");
    Files.writeString(file, "FROM_BOTH=file\nSERVER_PORT=9999\n", StandardCharsets.UTF_8);
    StandardEnvironment environment =
        environment(Map.of("FROM_BOTH", "real", "DOULA_ENV_FILE", file.toString()));

    new EnvFileSettings().postProcessEnvironment(environment, new SpringApplication());

    assertThat(environment.getProperty("FROM_BOTH")).isEqualTo("real");
    assertThat(environment.getProperty("server.port")).isEqualTo("9999");
  }

  @Test
  void aNamedFileThatIsMissingIsRefused() {
    StandardEnvironment environment = environment(Map.of("DOULA_ENV_FILE", "/nowhere/env"));
    assertThatThrownBy(
            () ->
                new EnvFileSettings().postProcessEnvironment(environment, new SpringApplication()))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("/nowhere/env");
  }

  private static StandardEnvironment environment(Map<String, Object> variables) {
    StandardEnvironment environment = new StandardEnvironment();
    environment.getPropertySources().stream()
        .map(source -> source.getName())
        .toList()
        .forEach(environment.getPropertySources()::remove);
    environment
        .getPropertySources()
        .addFirst(
            new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
    return environment;
  }
}
