package io.doula.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;

class SecretKeyTest {
  @Test
  void aMissingOrShortKeyIsRefusedByNameAndNeverShown() {
    assertThatThrownBy(() -> new SecretKey(""))
        .isInstanceOf(MissingSetting.class)
        .hasMessage("DOULA_SECRET_KEY is missing");
    assertThatThrownBy(() -> new SecretKey("x".repeat(31)))
        .hasMessage("DOULA_SECRET_KEY is too short: 31 characters")
        .hasMessageNotContaining("xx");
  }

  @Test
  void theStartSaysWhatToDo() {
    MissingSetting missing = new MissingSetting("DOULA_SECRET_KEY", "is missing", "Set it.");

    FailureAnalysis said =
        new MissingSettingAnalyzer().analyze(new IllegalStateException("a bean", missing));

    assertThat(said.getDescription()).isEqualTo("DOULA_SECRET_KEY is missing");
    assertThat(said.getAction()).isEqualTo("Set it.");
  }

  @Test
  void theKeyIsItsCharactersAsBytes() {
    String key = "c2VjcmV0IGtleSBvZiAzMiBjaGFyYWN0ZXJz";

    assertThat(new SecretKey(key).bytes()).isEqualTo(key.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void sealsOfTwoUsesDiffer() {
    SecretKey key = new SecretKey("x".repeat(32));

    assertThat(key.seal("one", new byte[] {1})).isNotEqualTo(key.seal("two", new byte[] {1}));
    assertThat(key.seal("one", new byte[] {1}, new byte[] {2}))
        .isNotEqualTo(key.seal("one", new byte[] {1, 2}));
  }
}
