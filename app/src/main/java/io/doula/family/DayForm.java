package io.doula.family;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** That something happened, and on which day, as it is sent. */
public record DayForm(@Nullable LocalDate on) {}
