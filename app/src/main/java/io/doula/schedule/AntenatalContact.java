package io.doula.schedule;

import java.time.LocalDate;

/**
 * A contact still to come.
 *
 * @param number counted on from those attended
 * @param week of gestation
 * @param due the day on which that week begins
 * @param overdueAfter the last day that is not overdue
 */
public record AntenatalContact(int number, int week, LocalDate due, LocalDate overdueAfter) {}
