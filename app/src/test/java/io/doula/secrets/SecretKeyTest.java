package io.doula.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.doula.core.CannotStart;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SecretKeyTest {
  @Test
  void aMissingOrShortKeyIsRefusedByNameAndNeverShown() {
    assertThatThrownBy(() -> new SecretKey(""))
        .isInstanceOf(CannotStart.class)
        .hasMessageStartingWith("DOULA_SECRET_KEY is missing. Set it");
    assertThatThrownBy(() -> new SecretKey("x".repeat(31)))
        .hasMessageStartingWith("DOULA_SECRET_KEY is too short. Set it")
        .hasMessageNotContaining("xx");
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
