package io.doula.functions.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
  @ParameterizedTest
  @CsvSource({
    // Thursday, 12 March 2026
    "rate(1 minute),          2026-03-12T10:31:20Z",
    "rate(5 minutes),         2026-03-12T10:35:20Z",
    "rate(1 day),             2026-03-13T10:30:20Z",
    "cron(0 1 * * ? *),       2026-03-13T01:00:00Z",
    "cron(0/15 10 * * ? *),   2026-03-12T10:45:00Z",
    "cron(0 8 ? * MON-FRI *), 2026-03-13T08:00:00Z",
    "cron(0 8 ? * 1 *),       2026-03-15T08:00:00Z",
    "cron(0 8 ? * 2-6 *),     2026-03-13T08:00:00Z",
    "cron(0 8 ? * 2#1 *),     2026-04-06T08:00:00Z",
    "cron(0 8 L * ? *),       2026-03-31T08:00:00Z"
  })
  void aScheduleMeansWhatEventBridgeMeansByIt(String expression, Instant next) {
    assertThat(Schedule.of(expression).after(Instant.parse("2026-03-12T10:30:20Z")))
        .isEqualTo(next);
  }

  @ParameterizedTest
  @ValueSource(strings = {"at(2026-03-12T10:30:20)", "rate(1 week)", "cron(0 1 * * ? 2026)"})
  void whatItCannotFollowIsRefusedByName(String expression) {
    assertThatThrownBy(() -> Schedule.of(expression))
        .isInstanceOf(UnknownFeature.class)
        .hasMessageContaining(expression);
  }
}
