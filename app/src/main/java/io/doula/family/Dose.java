package io.doula.family;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A dose that a baby was given.
 *
 * @param vaccine a code, or several joined by {@code +} in one spelling
 * @param product the brand, where it is known
 */
public record Dose(String id, String vaccine, LocalDate on, @Nullable String product) {

  /** A dose as it is sent. */
  public record Form(@Nullable String vaccine, @Nullable LocalDate on, @Nullable String product) {}
}
