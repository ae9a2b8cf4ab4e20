package io.doula.report;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the coming days bring.
 *
 * @param from the first day counted; where it was not given, each clinic's own today, of several
 *     clinics the earliest
 * @param to the last day counted
 * @param clinics the ids of those counted
 * @param items by clinic, then by day; only days that bring something
 * @param next always null: it is one page
 */
public record LoadReport(
    LocalDate from,
    LocalDate to,
    List<String> clinics,
    List<LoadedDay> items,
    @Nullable String next) {}
