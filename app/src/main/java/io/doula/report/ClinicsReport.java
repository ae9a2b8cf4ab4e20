package io.doula.report;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Coverage of one dose, clinic by clinic.
 *
 * @param dose the code of the dose, like {@code DTP-3}
 * @param target see {@link DoseCoverage#TARGET}; null where there is none for this dose
 * @param asOf each clinic's day is the one it has at this instant
 * @param items the clinics that follow the plan: the lowest coverage first, last those that have
 *     nobody to count
 * @param next always null: it is one page
 */
public record ClinicsReport(
    String plan,
    String planVersion,
    String dose,
    String title,
    @Nullable Double target,
    Instant asOf,
    List<ClinicCoverage> items,
    @Nullable String next) {}
