package io.doula.schedule;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One row of a "when": all of it must hold. A list of conditions holds when any row does.
 *
 * @param facts fact name to expected word; also {@code not WORD} and {@code under NUMBER}
 * @param bornFrom holds for those born on this day or later: where a plan changed
 * @param bornBefore holds for those born before it
 * @param ageFrom holds from this age on
 * @param startedFrom holds when the first dose that counts was given at this age or later
 * @param startedBefore holds when it was given before this age
 * @param product holds when every dose that counts was of this product
 */
record Condition(
    Map<String, String> facts,
    @Nullable LocalDate bornFrom,
    @Nullable LocalDate bornBefore,
    @Nullable Span ageFrom,
    @Nullable Span startedFrom,
    @Nullable Span startedBefore,
    @Nullable String product) {

  /**
   * What conditions are asked about.
   *
   * @param started the day of the first dose that counts; without one, the day asked about
   * @param products of the doses that count, null where one is unknown
   */
  record Situation(
      Facts facts,
      LocalDate birth,
      LocalDate on,
      LocalDate started,
      List<@Nullable String> products) {}

  static boolean any(List<Condition> conditions, Situation situation) {
    return conditions.stream().anyMatch(condition -> condition.holds(situation));
  }

  private boolean holds(Situation situation) {
    LocalDate birth = situation.birth();
    return facts.entrySet().stream().allMatch(fact -> holds(fact, situation.facts()))
        && (bornFrom == null || !birth.isBefore(bornFrom))
        && (bornBefore == null || birth.isBefore(bornBefore))
        && (ageFrom == null || !situation.on().isBefore(ageFrom.after(birth)))
        && (startedFrom == null || !situation.started().isBefore(startedFrom.after(birth)))
        && (startedBefore == null || situation.started().isBefore(startedBefore.after(birth)))
        && (product == null || everyDoseIs(product, situation));
  }

  private static boolean holds(Map.Entry<String, String> fact, Facts facts) {
    String word = facts.word(fact.getKey());
    String expected = fact.getValue();
    if (expected.startsWith("not ")) {
      return !word.equals(expected.substring(4));
    }
    if (expected.startsWith("under ")) {
      return !word.equals(Facts.UNKNOWN)
          && Integer.parseInt(word) < Integer.parseInt(expected.substring(6));
    }
    return word.equals(expected);
  }

  private static boolean everyDoseIs(String product, Situation situation) {
    List<@Nullable String> products = situation.products();
    return products.isEmpty()
        ? product.equalsIgnoreCase(situation.facts().brand())
        : products.stream().allMatch(product::equalsIgnoreCase);
  }

  /** Ages at which the answer may turn with no new fact. */
  Stream<Span> turningAges() {
    return Stream.of(ageFrom, startedFrom, startedBefore)
        .<Span>mapMulti(
            (age, sink) -> {
              if (age != null) {
                sink.accept(age);
              }
            });
  }
}
