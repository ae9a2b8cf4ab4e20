package io.doula.staff;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaceTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.7",
    "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::/64",
    "2001:db8:1:2:ffff:ffff:ffff:ffff, 2001:db8:1:2::/64",
    "2001:db8:1:3::1, 2001:db8:1:3::/64",
    "fe80::1%eth0, fe80:0:0:0::/64",
    "::ffff:192.0.2.7, 192.0.2.7",
    "127.0.0.1, 127.0.0.1",
    "127.0.0.52, 127.0.0.52",
    "0:0:0:0:0:0:0:1, 127.0.0.1",
    "unknown, unknown",
    "example.org, example.org"
  })
  void addressesOfOneSubscriberAreOnePlace(String address, String place) {
    assertThat(Place.of(address)).isEqualTo(place);
  }
}
