package io.doula.report;

import org.jspecify.annotations.Nullable;

/**
 * One dose at one clinic; the numbers are those of {@link DoseCoverage}.
 *
 * @param clinic its name
 */
public record ClinicCoverage(
    String clinicId,
    String clinic,
    long eligible,
    long given,
    @Nullable Double coverage,
    long onTime,
    @Nullable Double onTimeRate) {}
