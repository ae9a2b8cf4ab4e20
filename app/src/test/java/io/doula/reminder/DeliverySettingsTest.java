package io.doula.reminder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.env.MockEnvironment;

class DeliverySettingsTest {

  @Test
  void theyHaveTheirDefaults() {
    DeliverySettings settings = DeliverySettings.of(new MockEnvironment());
    assertThat(settings)
        .isEqualTo(
            new DeliverySettings(
                Duration.ofSeconds(15),
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                Duration.ofMinutes(15),
                96,
                null));
  }

  @ParameterizedTest
  @CsvSource({
    "DOULA_TICK, PT0S",
    "DOULA_TICK, -PT1S",
    "DOULA_TICK, soon",
    "DOULA_TICK, 15",
    "DOULA_LEASE, half a minute",
    "DOULA_LEASE, PT10S",
    "DOULA_SEND_TIMEOUT, PT30S",
    "DOULA_SEND_TIMEOUT, PT0S",
    "DOULA_SEND_TIMEOUT, -PT1S",
    "DOULA_RECEIPT_WAIT, PT0S",
    "DOULA_RECEIPT_WAIT, -PT1S",
    "DOULA_SENDERS, 0",
    "DOULA_SENDERS, -3",
    "DOULA_SENDERS, many",
    "DOULA_SENDERS, 1000000",
    "DOULA_GUARD_UNTIL, yesterday",
    "DOULA_GUARD_UNTIL, 2026-03-12",
    "DOULA_GUARD_UNTIL, 2026-03-12T06:00:00",
  })
  void oneThatCannotBeIsRefusedByItsName(String name, String value) {
    assertThatThrownBy(() -> with(name, value))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(name);
  }

  @Test
  void anInstantMayHaveAnOffsetAndSpacesAround() {
    assertThat(with("DOULA_GUARD_UNTIL", " 2026-03-12T09:00:00+03:00 ").guardUntil())
        .isEqualTo(Instant.parse("2026-03-12T06:00:00Z"));
  }

  @Test
  void oneThatIsThereAndEmptyCountsAsNotGiven() {
    assertThat(with("DOULA_GUARD_UNTIL", "").guardUntil()).isNull();
    assertThat(with("DOULA_TICK", " ").tick()).isEqualTo(Duration.ofSeconds(15));
  }

  private static DeliverySettings with(String name, String value) {
    return DeliverySettings.of(new MockEnvironment().withProperty(name, value));
  }

  @Test
  void aChannelWithARateHasEnoughLanesForCallsThatTakeASecond() {
    DeliverySettings settings = DeliverySettings.of(new MockEnvironment());
    assertThat(settings.lanes(0)).as("96 at once in batches of 32").isEqualTo(3);
    assertThat(settings.lanes(80)).as("batches of eight").isEqualTo(12);
    assertThat(settings.lanes(10)).isEqualTo(12);
    assertThat(settings.lanes(1)).isEqualTo(3);
    assertThat(settings.lanes(1000)).as("never more than there are senders for").isEqualTo(3);
  }
}
