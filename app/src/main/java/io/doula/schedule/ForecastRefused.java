package io.doula.schedule;

/**
 * A question that cannot be answered as put; names the field at fault, as the request spells it.
 */
public final class ForecastRefused extends IllegalArgumentException {

  private final String field;

  public ForecastRefused(String field, String message) {
    super(message);
    this.field = field;
  }

  /** Like {@code series[1]} or {@code given[0].vaccine}. */
  public String field() {
    return field;
  }
}
