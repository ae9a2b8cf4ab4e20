package io.doula.family;

import java.time.Instant;

/**
 * That two records were put together.
 *
 * @param motherId who has it all
 * @param mergedId the number that is nobody's any more
 * @param fullName the name she had under it
 */
public record Merge(
    String id, String motherId, String mergedId, String fullName, Instant mergedAt) {}
