package io.doula.schedule;

import java.time.LocalDate;

/**
 * What became of one recorded dose.
 *
 * @param counts true when it counts in at least one of the series asked for
 * @param why series by series: the dose it counts as, or the reason why it does not
 */
public record GivenVerdict(String vaccine, LocalDate on, boolean counts, String why) {}
