package io.doula.http;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.doula.core.Stale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionsTest {

  @ParameterizedTest
  @ValueSource(strings = {"\"7\"", "*", "\"6\", \"7\"", "W/\"7\"", "W/\"6\",W/\"7\""})
  void theVersionThatWasReadFitsAlsoWhereAProxyCompressedIt(String ifMatch) {
    assertThatCode(() -> Versions.check(ifMatch, 7)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"6\"", "W/\"6\"", "7", "", "W/*", "\"77\""})
  void anotherVersionIsStale(String ifMatch) {
    assertThatThrownBy(() -> Versions.check(ifMatch, 7)).isInstanceOf(Stale.class);
  }

  @Test
  void whoNamesNoVersionTakesAny() {
    assertThatCode(() -> Versions.check(null, 7)).doesNotThrowAnyException();
  }
}
