package io.doula.family;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** A mother's death as it is sent. */
public record DeathForm(@Nullable LocalDate on, Caregiver.@Nullable Form caregiver) {}
