package io.doula.family;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The codes of what can be given: single vaccines, and combinations written with {@code +}. */
public final class VaccineCodes {
  private static final List<String> CODES =
      List.of(
          "BCG", "HepB", "bOPV", "IPV", "fIPV", "DTP", "Td", "Tdap", "Hib", "PCV", "Rota", "MCV",
          "MR", "LiveFlu", "YF", "MenA", "Malaria", "TCV", "JE", "HPV", "VitA");
  private static final List<String> IN_ORDER = CODES.stream().sorted().toList();

  private static final List<String> USUAL_COMBINATIONS =
      List.of("DTP+HepB+Hib", "DTP+IPV+Hib+HepB");

  private VaccineCodes() {}

  /** What one can choose from: each vaccine, and the combinations in use. */
  public static List<String> choices() {
    return Stream.concat(USUAL_COMBINATIONS.stream().map(VaccineCodes::normal), CODES.stream())
        .toList();
  }

  /** What keeps the text from naming a vaccine, in words for a person; null when it names one. */
  static @Nullable String fault(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return "is missing";
    }
    List<String> parts = Arrays.asList(text.split("\\+", -1));
    Set<String> different = new HashSet<>(parts);
    return different.size() == parts.size() && CODES.containsAll(different)
        ? null
        : "is an unknown vaccine; known are "
            + String.join(", ", CODES)
            + " and combinations as DTP+HepB+Hib";
  }

  /**
   * One spelling for a combination, whatever order it was written in. Only for a text without
   * fault.
   */
  static String normal(String text) {
    List<String> parts = Arrays.asList(text.split("\\+"));
    return IN_ORDER.stream().filter(parts::contains).collect(Collectors.joining("+"));
  }
}
