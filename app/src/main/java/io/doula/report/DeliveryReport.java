package io.doula.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Delivery in a period.
 *
 * @param from the first day or instant counted
 * @param to the last day or instant counted
 * @param clinics the ids of those counted
 * @param items by day, then by channel; only those on which there is a reminder
 * @param next always null: it is one page
 */
public record DeliveryReport(
    String from,
    String to,
    List<String> clinics,
    List<DeliveredDay> items,
    @Nullable String next) {}
