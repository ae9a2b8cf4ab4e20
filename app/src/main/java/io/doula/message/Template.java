package io.doula.message;

import java.util.List;

/**
 * The fixed words of one kind of message in one language, for providers that approve them once and
 * take only what goes into the places. Derived from the bundle, so that the words stand once.
 *
 * @param name {@code doula_due_v1}: the number goes up when a fixed word changes
 * @param language BCP 47
 * @param body the words with the places {@code {{1}}}, {@code {{2}}} …, numbered as they stand
 * @param samples an example for each place, in their order
 */
public record Template(String name, String language, String body, List<String> samples) {
  /** The most characters of a body, its places filled (WhatsApp Business Platform). */
  static final int LONGEST = 1024;

  /** Keeps a copy of the samples. */
  public Template {
    samples = List.copyOf(samples);
  }
}
