package io.doula.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.doula.Doula;
import io.doula.core.CannotStart;
import io.doula.testing.EmbeddedDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class StartWithoutKeyTest {

  @Test
  void theStartFailsAndNamesTheSetting(CapturedOutput output) {
    SpringApplicationBuilder doula =
        new SpringApplicationBuilder(Doula.class).initializers(new EmbeddedDatabase());

    assertThatThrownBy(() -> doula.run("--DOULA_SECRET_KEY=too short", "--server.port=0"))
        .hasRootCauseInstanceOf(CannotStart.class);
    assertThat(output.getAll())
        .contains("APPLICATION FAILED TO START")
        .contains("DOULA_SECRET_KEY is too short. Set it")
        .doesNotContain("at io.doula");
  }
}
