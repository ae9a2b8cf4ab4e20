package io.doula.schedule;

/**
 * Time since the first day of the last menstrual period.
 *
 * @param weeks completed weeks
 * @param days 0 to 6 days on top
 */
public record GestationalAge(int weeks, int days) {}
