package io.doula.report;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Coverage of a plan's usual course.
 *
 * @param asOf each clinic's day is the one it has at this instant
 * @param clinics the ids of those counted: the viewer's, as far as they follow the plan
 * @param next always null: it is one page
 */
public record CoverageReport(
    String plan,
    String planVersion,
    Instant asOf,
    List<String> clinics,
    List<DoseCoverage> items,
    @Nullable String next) {}
