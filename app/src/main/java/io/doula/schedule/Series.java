package io.doula.schedule;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A vaccination series of a plan. Components run side by side, each with its own doses: bOPV and
 * IPV are two components of one polio series.
 *
 * @param whenAllGiven what the series says when nothing is left to give
 * @param conditions for whom the series is withheld or needs a decision; the first that holds
 *     counts
 */
record Series(
    String code,
    String title,
    SeriesStatus whenAllGiven,
    @Nullable LiveConflict liveConflict,
    List<Advice> conditions,
    List<Component> components) {

  /** A dose may not follow one of these live vaccines within so many days; the same day is fine. */
  record LiveConflict(Set<String> with, int days) {}

  /** NOT_DUE withholds the series altogether; NEEDS_REVIEW speaks up when a dose would be due. */
  record Advice(List<Condition> when, SeriesStatus then, String because) {}

  /** What becomes of doses marked as birth or zero dose. */
  enum ZeroDoses {
    /** They are not counted. */
    NEVER,
    /** They are counted like others. */
    COUNTED,
    /** Only they, and doses without a mark, are counted. */
    ONLY
  }

  /**
   * @param code stable over every series of the same vaccine: visits are named by it
   * @param accepts further vaccines that serve, though they are not the ones asked for
   * @param variants the first whose condition holds is followed
   * @param codes every vaccine that may serve for some dose
   */
  record Component(
      String code,
      String title,
      List<String> accepts,
      ZeroDoses zeroDoses,
      List<NotCounted> notCounted,
      List<Variant> variants,
      Set<String> codes) {

    Component(
        String code,
        String title,
        List<String> accepts,
        ZeroDoses zeroDoses,
        List<NotCounted> notCounted,
        List<Variant> variants) {
      this(code, title, accepts, zeroDoses, notCounted, variants, codes(accepts, variants));
    }

    /** True when some dose of this component could be given as one of these codes. */
    boolean concerns(Set<String> served) {
      return !Collections.disjoint(codes, served);
    }

    private static Set<String> codes(List<String> accepts, List<Variant> variants) {
      Set<String> codes = new HashSet<>(accepts);
      variants.forEach(variant -> variant.doses().forEach(rule -> codes.addAll(rule.codes())));
      return Set.copyOf(codes);
    }
  }

  /** Doses given to these people before this age are passed over. */
  record NotCounted(List<Condition> when, Span beforeAge, String because) {}

  /** The doses that one situation asks for; without conditions it is for everybody. */
  record Variant(@Nullable String name, List<Condition> when, List<DoseRule> doses) {}

  /** Ages at which the answer may turn with no new fact. */
  Stream<Span> turningAges() {
    Stream<Condition> all =
        Stream.concat(
            conditions.stream().flatMap(advice -> advice.when().stream()),
            components.stream()
                .flatMap(component -> component.variants().stream())
                .flatMap(variant -> variant.when().stream()));
    return Stream.concat(
        all.flatMap(Condition::turningAges),
        components.stream()
            .flatMap(component -> component.variants().stream())
            .flatMap(variant -> variant.doses().stream())
            .flatMap(DoseRule::turningAges));
  }
}
