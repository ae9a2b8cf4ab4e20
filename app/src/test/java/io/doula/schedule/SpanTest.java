package io.doula.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpanTest {

  @ParameterizedTest
  @CsvSource({
    "2026-01-15, 9 m, 2026-10-15",
    "2026-08-31, 6 m, 2027-03-01",
    "2027-08-31, 6 m, 2028-03-01",
    "2027-08-30, 6 m, 2028-03-01",
    "2027-08-29, 6 m, 2028-02-29",
    "2026-05-31, 9 m, 2027-03-01",
    "2026-03-31, 6 m, 2026-10-01",
    "2026-12-31, 9 m, 2027-10-01",
    "2026-01-31, 9 m, 2026-10-31",
    "2024-02-29, 12 m, 2025-03-01",
    "2024-02-29, 1 y, 2025-03-01",
    "2024-02-29, 4 y, 2028-02-29",
    "2024-02-29, 9 m, 2024-11-29",
    "2025-02-28, 12 m, 2026-02-28",
    "2023-02-28, 12 m, 2024-02-28",
    "2026-10-31, 4 m, 2027-03-01"
  })
  void aMonthWithoutTheDayGivesTheFirstOfTheNext(LocalDate from, String span, LocalDate to) {
    assertThat(Span.parse(span).after(from)).isEqualTo(to);
  }

  @ParameterizedTest
  @CsvSource({
    "2024-02-20, 6 w, 2024-04-02",
    "2023-02-20, 6 w, 2023-04-03",
    "2026-12-30, 28 d, 2027-01-27",
    "2024-02-29, 7 y - 1 d, 2031-02-28",
    "2026-03-10, 0 d, 2026-03-10"
  })
  void weeksAndDaysAreCountedInDays(LocalDate from, String span, LocalDate to) {
    assertThat(Span.parse(span).after(from)).isEqualTo(to);
  }

  @ParameterizedTest
  @ValueSource(strings = {"6w", "six weeks", "6 w 3 d", "-1 d", "", "6 h"})
  void anotherFormIsRefused(String text) {
    assertThatThrownBy(() -> Span.parse(text)).hasMessageContaining("no age or interval");
  }

  @Test
  void aSpanCanBeRead() {
    assertThat(Span.parse("1 y").words()).isEqualTo("1 year");
    assertThat(Span.parse("6 w").words()).isEqualTo("6 weeks");
    assertThat(Span.parse("7 y - 1 d").words()).isEqualTo("7 years less 1 d");
  }
}
