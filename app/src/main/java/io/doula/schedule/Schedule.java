package io.doula.schedule;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The whole schedule of one person as it follows from what is recorded.
 *
 * @param items by due date
 * @param nextChange the first later day on which the items that are not provisional may read
 *     otherwise though nothing new is recorded, or a provisional one would be announced and must be
 *     moved first; until then the schedule need not be derived again. Null when there is none
 */
public record Schedule(
    String plan, String planVersion, List<Item> items, @Nullable LocalDate nextChange) {}
