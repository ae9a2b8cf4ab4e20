package io.doula.report;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Drop-out between the doses that programmes are judged by.
 *
 * @param asOf each clinic's day is the one it has at this instant
 * @param clinics the ids of those counted: the viewer's, as far as they follow the plan
 * @param items in the order of the children's ages; none whose doses the plan lacks
 * @param next always null: it is one page
 */
public record DropOutReport(
    String plan,
    String planVersion,
    Instant asOf,
    List<String> clinics,
    List<DropOut> items,
    @Nullable String next) {}
