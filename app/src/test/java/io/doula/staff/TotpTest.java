package io.doula.staff;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {
  /** Of RFC 6238, appendix B. */
  private static final byte[] KEY = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

  /** The RFC gives eight digits; six are the last of them. */
  @ParameterizedTest
  @CsvSource({
    "59, 94287082",
    "1111111109, 07081804",
    "1111111111, 14050471",
    "1234567890, 89005924",
    "2000000000, 69279037",
    "20000000000, 65353130"
  })
  void codesAreThoseOfTheRfc(long seconds, String code) {
    assertThat(Totp.code(KEY, Instant.ofEpochSecond(seconds))).isEqualTo(code.substring(2));
  }

  @Test
  void aCodeIsGoodForAStepBeforeAndAfter() {
    Instant now = Instant.ofEpochSecond(1111111111);
    String code = Totp.code(KEY, now);
    long step = 1111111111 / 30;

    assertThat(Totp.step(KEY, code, now)).isEqualTo(step);
    assertThat(Totp.step(KEY, code, now.plusSeconds(30))).isEqualTo(step);
    assertThat(Totp.step(KEY, code, now.minusSeconds(30))).isEqualTo(step);
    assertThat(Totp.step(KEY, code, now.plusSeconds(60))).isEqualTo(-1);
    assertThat(Totp.step(KEY, code, now.minusSeconds(60))).isEqualTo(-1);
  }

  /** RFC 4648, section 10. */
  @ParameterizedTest
  @CsvSource({"f, MY", "fo, MZXQ", "foo, MZXW6", "foob, MZXW6YQ", "fooba, MZXW6YTB"})
  void base32IsThatOfTheRfc(String text, String encoded) {
    assertThat(Base32.of(text.getBytes(StandardCharsets.US_ASCII))).isEqualTo(encoded);
  }
}
