package io.doula.family;

import java.time.LocalDate;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/** What is recorded of a baby: a {@link BabyForm} that was read and found right. */
record BabyDetails(
    LocalDate birthDate,
    @Nullable LocalTime birthTime,
    @Nullable String name,
    @Nullable Sex sex,
    @Nullable Integer birthWeightGrams) {}
