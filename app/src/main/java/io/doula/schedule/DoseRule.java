package io.doula.schedule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One dose of a series, as the plan has it. Ages count from birth, intervals from the dose given
 * before, whether or not that one counted.
 *
 * @param booster after the primary series
 * @param vaccines any of them serves
 * @param minimumAge a dose given earlier does not count
 * @param dueAge recommended age; without it the dose is due as soon as it may be given
 * @param minimumInterval a dose given sooner does not count
 * @param minimumIntervalFromFirst the same, from the first dose that counts
 * @param dueInterval recommended interval
 * @param overdueAge the last day that is not overdue; so is {@code overdueInterval}
 * @param latestAge the last day on which the dose may be given
 * @param afterLatest what the series says from the day after
 * @param tooOldAdvice what to do then, in words
 * @param onlyIfPreviousBefore the dose is wanted only if the one before was given before this age
 * @param takenAsRecorded a dose that the record calls a booster is taken as one at any age
 */
record DoseRule(
    int dose,
    boolean booster,
    List<Choice> vaccines,
    @Nullable Span minimumAge,
    @Nullable Span dueAge,
    @Nullable Span minimumInterval,
    @Nullable Span minimumIntervalFromFirst,
    @Nullable Span dueInterval,
    @Nullable Span overdueAge,
    @Nullable Span overdueInterval,
    @Nullable Span latestAge,
    SeriesStatus afterLatest,
    @Nullable String tooOldAdvice,
    @Nullable Span onlyIfPreviousBefore,
    boolean takenAsRecorded) {

  /**
   * A vaccine that serves for a dose.
   *
   * @param fromAge younger, it does not serve
   * @param latestAge older, it is no longer offered; one given all the same counts
   * @param onceAsBooster no longer offered when a booster of one of these has been given
   */
  record Choice(
      String vaccine,
      @Nullable Span fromAge,
      @Nullable Span latestAge,
      List<String> onceAsBooster) {}

  /** Ages at which the answer may turn with no new fact: these, and the days after the latest. */
  Stream<Span> turningAges() {
    List<@Nullable Span> ages = new ArrayList<>();
    ages.add(latestAge);
    ages.add(onlyIfPreviousBefore);
    for (Choice choice : vaccines) {
      ages.add(choice.fromAge());
      ages.add(choice.latestAge());
    }
    return ages.stream().filter(Objects::nonNull).map(Objects::requireNonNull);
  }

  /** The codes of every vaccine that serves, whatever the age. */
  Collection<String> codes() {
    return vaccines.stream().map(Choice::vaccine).toList();
  }
}
