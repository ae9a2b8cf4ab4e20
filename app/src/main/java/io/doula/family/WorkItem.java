package io.doula.family;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A visit on the staff's list, with whom to call.
 *
 * @param phone E.164; the caregiver's after the mother's death
 * @param babyName null for the mother's own visits, and for a baby without a name
 */
public record WorkItem(
    String id,
    String clinicId,
    String clinic,
    String motherId,
    String motherName,
    String phone,
    @Nullable String babyId,
    @Nullable String babyName,
    String code,
    String title,
    LocalDate due,
    @Nullable LocalDate overdueAfter,
    @Nullable LocalDate latest,
    VisitStatus status,
    String why) {}
