package io.doula.house;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The form of the log, by the program's settings as they are shipped. */
@ExtendWith(OutputCaptureExtension.class)
class LogTest {
  private static final String SHIPPED = "--spring.config.location=file:target/classes/";

  @AfterAll
  static void asInOtherTests() {
    run();
  }

  private static void run(String... settings) {
    try (ConfigurableApplicationContext context =
        new SpringApplicationBuilder(Object.class).web(WebApplicationType.NONE).run(settings)) {
      assertThat(context.isActive()).isTrue();
      LoggerFactory.getLogger("io.doula.reminder.Test")
          .atWarn()
          .addKeyValue("reminder", 12)
          .addKeyValue("channel", "sms")
          .log("a word");
    }
  }

  private static String line(CapturedOutput output) {
    return output.getAll().lines().filter(l -> l.contains("a word")).findFirst().orElseThrow();
  }

  @Test
  void programsReadOneJsonObjectALine(CapturedOutput output) {
    run(SHIPPED);
    JsonNode line = new JsonMapper().readTree(line(output));
    assertThat(line.path("message").asString()).isEqualTo("a word");
    assertThat(line.path("reminder").asInt()).isEqualTo(12);
    assertThat(line.path("channel").asString()).isEqualTo("sms");
    assertThat(line.path("log").path("level").asString()).isEqualTo("WARN");
    assertThat(line.path("service").path("name").asString()).isEqualTo("doula");
  }

  @Test
  void peopleReadTextWithTheIdsBehindIt(CapturedOutput output) {
    run(SHIPPED, "--spring.profiles.active=local");
    assertThat(line(output)).endsWith(": a word reminder=12 channel=sms").doesNotStartWith("{");
  }
}
