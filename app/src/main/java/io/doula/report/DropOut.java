package io.doula.report;

import org.jspecify.annotations.Nullable;

/**
 * How many children who began did not go on. The rate is a part of one, to four places; null where
 * there is nobody to count.
 *
 * @param from the code of the dose that they had, like {@code DTP-1}
 * @param to the code of the one that they should have had by now
 * @param started children who had the first and are past the age at which the other becomes overdue
 * @param droppedOut those of them who did not get it
 * @param dropOut dropped out of started
 */
public record DropOut(
    String from,
    String fromTitle,
    String to,
    String toTitle,
    long started,
    long droppedOut,
    @Nullable Double dropOut) {

  /**
   * Up to here WHO and UNICEF call a district's use of its services good (Microplanning for
   * Immunization Service Delivery Using the Reaching Every District Strategy, WHO/IVB/09.11, 2009).
   */
  public static final double GOOD = 0.1;
}
