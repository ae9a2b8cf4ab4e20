package io.doula.family;

/**
 * What a record of a fact came to.
 *
 * @param isNew false when the same was recorded before: nothing was changed then
 */
public record Recorded<T>(T fact, boolean isNew) {}
