package io.doula.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VaccineCodesTest {
  @Test
  void aCombinationHasOneSpelling() {
    assertThat(VaccineCodes.normal("DTP+HepB+Hib")).isEqualTo(VaccineCodes.normal("Hib+DTP+HepB"));
    assertThat(VaccineCodes.fault("DTP+IPV+Hib+HepB")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "bcg", "XYZ", "DTP+", "+DTP", "DTP+DTP", "DTP+XYZ", "DTP HepB"})
  void whatIsNoVaccineIsRefused(String code) {
    assertThat(VaccineCodes.fault(code)).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "20:00, 07:00, 20:00, true",
    "20:00, 07:00, 06:59, true",
    "20:00, 07:00, 07:00, false",
    "20:00, 07:00, 19:59, false",
    "13:00, 15:00, 14:00, true",
    "13:00, 15:00, 15:00, false",
    "20:00, 20:00, 20:00, false"
  })
  void quietHoursEndBeforeTheirEnd(LocalTime from, LocalTime to, LocalTime time, boolean quiet) {
    assertThat(ClinicForm.isQuiet(time, from, to)).isEqualTo(quiet);
  }
}
