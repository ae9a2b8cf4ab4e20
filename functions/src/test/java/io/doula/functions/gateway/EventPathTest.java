package io.doula.functions.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventPathTest {

  @ParameterizedTest
  @CsvSource({
    "/api/plans/who is, /api/plans/who%20is",
    "/api/plans/who%20is, /api/plans/who%20is",
    "/a+b, /a+b",
    "/वा, /%E0%A4%B5%E0%A4%BE",
    "/100%, /100%25",
    "/a%2, /a%252",
    "/a%2Fb, /a%2Fb",
    "/a?b=c#d, /a%3Fb=c%23d",
    "/a\\b, /a%5Cb",
    "//a/./b/, //a/./b/",
    "a, /a",
    "'', /",
  })
  void aPathStandsAsInARequestLineWhetherItComesDecodedOrNot(String told, String encoded) {
    assertThat(EventPath.encoded(told)).isEqualTo(encoded);
  }

  @Test
  void whatWasEncodedIsReadAgain() {
    assertThat(EventPath.decoded(EventPath.encoded("/वा b%\u0000"))).isEqualTo("/वा b%\u0000");
    assertThat(EventPath.decoded("/%ED%A0%80")).contains("\uFFFD");
  }
}
