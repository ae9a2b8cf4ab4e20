package io.doula.message;

import java.time.LocalDate;
import java.util.List;

/**
 * What a message is about, before any word is chosen.
 *
 * @param firstName how to greet her, see {@link Names#first}; may be empty
 * @param clinicName the clinic's name
 * @param kind the occasion
 * @param day the local day on which the visits are (or were) due
 * @param dues the visits of that day, of her and her babies; at least one
 */
public record MessageFacts(
    String firstName, String clinicName, MessageKind kind, LocalDate day, List<Due> dues) {

  /**
   * Keeps a copy of the visits.
   *
   * @throws IllegalArgumentException if there is no visit or the clinic has no name
   */
  public MessageFacts {
    dues = List.copyOf(dues);
    if (dues.isEmpty()) {
      throw new IllegalArgumentException("a message tells about at least one visit");
    }
    if (Names.clean(clinicName).isEmpty()) {
      throw new IllegalArgumentException("a message names the clinic");
    }
  }
}
