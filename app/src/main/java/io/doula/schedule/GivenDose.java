package io.doula.schedule;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A dose as the record has it.
 *
 * @param vaccine a vaccine code, or several joined by {@code +}
 * @param product the brand, where it is known; decides between rules that go by product
 * @param kind {@code birth}, {@code zero}, {@code primary} or {@code booster}, where it is known
 */
public record GivenDose(
    String vaccine, LocalDate on, @Nullable String product, @Nullable String kind) {

  public GivenDose(String vaccine, LocalDate on) {
    this(vaccine, on, null, null);
  }

  boolean isZero() {
    return "birth".equals(kind) || "zero".equals(kind);
  }
}
