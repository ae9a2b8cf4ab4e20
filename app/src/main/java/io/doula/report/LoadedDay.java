package io.doula.report;

import java.time.LocalDate;

/**
 * What one day brings to one clinic.
 *
 * @param clinic its name
 * @param mothers those of whom, or of whose babies, at least one visit falls due on this day
 * @param visits contacts and vaccinations that fall due on it and are not done
 * @param messages reminders that are to go out on it: not sent yet
 */
public record LoadedDay(
    String clinicId, String clinic, LocalDate day, long mothers, long visits, long messages) {}
