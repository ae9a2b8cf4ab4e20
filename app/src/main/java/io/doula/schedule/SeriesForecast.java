package io.doula.schedule;

import org.jspecify.annotations.Nullable;

/**
 * What one series asks for on the day of the forecast.
 *
 * @param primaryComplete true when every dose but the boosters has been given
 * @param next null when nothing more can be given or asked for
 * @param why a sentence: the anchor, the rule, the plan and its version
 */
public record SeriesForecast(
    String series,
    SeriesStatus status,
    boolean primaryComplete,
    @Nullable NextDose next,
    String why) {}
