package io.doula.message;

import static io.doula.message.SmsLength.Encoding.GSM_7;
import static io.doula.message.SmsLength.Encoding.UCS_2;
import static org.assertj.core.api.Assertions.assertThat;

import io.doula.message.SmsLength.Encoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmsLengthTest {
  private static final String BASIC_TABLE =
      "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
          + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

  @Test
  void theBasicTableHas127CharactersBesidesTheEscape() {
    assertThat(BASIC_TABLE.chars().distinct().count()).isEqualTo(127);
    assertLength(BASIC_TABLE, GSM_7, 127, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"^", "{", "}", "\\", "[", "~", "]", "|", "€", "\f"})
  void aCharacterOfTheExtensionTakesTwoSeptets(String character) {
    assertLength(character, GSM_7, 2, 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ç", "â", "ê", "î", "ô", "û", "ï", "e\u0301", "’", "`", "\u00A0", "\u001B", "न"})
  void whatGsmDoesNotHaveMakesTheWholeTextUcs2(String character) {
    assertLength("aaa" + character, UCS_2, 3 + character.length(), 1);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1", "160, 1", "161, 2", "306, 2", "307, 3", "459, 3", "460, 4"})
  void gsmPartsHold160AloneAnd153Joined(int letters, int segments) {
    assertLength("a".repeat(letters), GSM_7, letters, segments);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "70, 1", "71, 2", "134, 2", "135, 3", "201, 3", "202, 4"})
  void ucs2PartsHold70AloneAnd67Joined(int letters, int segments) {
    assertLength("न".repeat(letters), UCS_2, letters, segments);
  }

  @Test
  void anEscapePairIsNotSplitBetweenParts() {
    assertLength("a".repeat(152) + "€" + "a".repeat(152), GSM_7, 306, 3);
    assertLength("a".repeat(151) + "€" + "a".repeat(153), GSM_7, 306, 2);
    assertLength("a".repeat(153) + "€" + "a".repeat(151), GSM_7, 306, 2);
    assertLength("a".repeat(158) + "€", GSM_7, 160, 1);
    assertLength("a".repeat(159) + "€", GSM_7, 161, 2);
    assertLength("€".repeat(80), GSM_7, 160, 1);
    assertLength("€".repeat(152), GSM_7, 304, 2);
    assertLength("€".repeat(153), GSM_7, 306, 3);
  }

  @Test
  void aSurrogatePairIsNotSplitBetweenParts() {
    assertLength("न".repeat(66) + "👶" + "न".repeat(66), UCS_2, 134, 3);
    assertLength("न".repeat(65) + "👶" + "न".repeat(67), UCS_2, 134, 2);
    assertLength("न".repeat(67) + "👶" + "न".repeat(65), UCS_2, 134, 2);
    assertLength("👶".repeat(35), UCS_2, 70, 1);
    assertLength("👶".repeat(36), UCS_2, 72, 2);
    assertLength("👶".repeat(66), UCS_2, 132, 2);
    assertLength("👶".repeat(67), UCS_2, 134, 3);
  }

  private static void assertLength(String text, Encoding encoding, int units, int segments) {
    assertThat(SmsLength.of(text)).isEqualTo(new SmsLength(encoding, units, segments));
  }
}
