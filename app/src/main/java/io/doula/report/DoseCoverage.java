package io.doula.report;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One dose of a plan's usual course, over all children counted. Rates are parts of one, to four
 * places; null where there is nobody to count.
 *
 * @param code the code that visits have, like {@code DTP-3}
 * @param vaccine what is usually given, like {@code DTP+HepB+Hib}
 * @param eligible children of the recommended age or older who want it, see {@link Coverage}
 * @param given those of them who had it, as a dose that counts
 * @param coverage given of eligible
 * @param onTime those of the given who had it by the age at which it becomes overdue
 * @param onTimeRate on time of given
 * @param dropOutFrom the code of the first dose of the course; null for that dose itself
 * @param started children who had the first dose and are past the age for this one
 * @param droppedOut those of them who did not get it
 * @param dropOut dropped out of started
 * @param target the coverage that WHO's and UNICEF's Immunization Agenda 2030 asks of each country
 *     for this dose, see {@link #TARGET}; null where it names none
 */
public record DoseCoverage(
    String code,
    String title,
    String series,
    String vaccine,
    int dose,
    long eligible,
    long given,
    @Nullable Double coverage,
    long onTime,
    @Nullable Double onTimeRate,
    @Nullable String dropOutFrom,
    @Nullable Long started,
    @Nullable Long droppedOut,
    @Nullable Double dropOut,
    @Nullable Double target) {

  /**
   * Immunization Agenda 2030 (WHO and UNICEF, 2020), impact goal indicator 2.2, which is indicator
   * 3.b.1 of the Sustainable Development Goals: by 2030 nine children of ten have the third dose of
   * DTP, the last of the pneumococcal vaccine and the second of measles. Its fourth, HPV, is for
   * girls of fifteen, whom no plan's usual course follows so far.
   */
  public static final double TARGET = 0.9;

  private static final Set<String> TARGETS = Set.of("DTP-3", "PCV-3", "MCV-2");

  static DoseCoverage of(
      UsualDose dose, long eligible, long given, long onTime, long started, long droppedOut) {
    boolean first = dose.dose() == 1;
    return new DoseCoverage(
        dose.code(),
        dose.title(),
        dose.series(),
        dose.vaccine(),
        dose.dose(),
        eligible,
        given,
        rate(given, eligible),
        onTime,
        rate(onTime, given),
        first ? null : dose.codeOf(1),
        first ? null : started,
        first ? null : droppedOut,
        first ? null : rate(droppedOut, started),
        target(dose.code()));
  }

  static @Nullable Double target(String code) {
    return TARGETS.contains(code) ? TARGET : null;
  }

  static @Nullable Double rate(long part, long whole) {
    return whole == 0 ? null : Math.round(10_000.0 * part / whole) / 10_000.0;
  }
}
