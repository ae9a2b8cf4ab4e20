package io.doula.report;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Children who share a birthday and a today, and what they had: the arithmetic of coverage. */
final class Cohorts {
  /** Children born on one day, at clinics that have one day today. */
  record Cohort(LocalDate today, LocalDate birth) {}

  /**
   * What became of one dose in a cohort.
   *
   * @param hadOrNext children who had it, and those for whom it is the next of its course
   * @param given children who had it
   * @param onTime children who had it by the age at which it becomes overdue
   */
  record Tally(long hadOrNext, long given, long onTime) {
    static final Tally NONE = new Tally(0, 0, 0);
  }

  private final Map<Cohort, Long> living = new HashMap<>();
  private final Map<Cohort, Map<String, Tally>> tallies = new HashMap<>();

  /** So many children of the cohort live. */
  void live(Cohort cohort, long children) {
    living.put(cohort, children);
  }

  /** This became of a dose among them. */
  void had(Cohort cohort, String code, Tally tally) {
    tallies.computeIfAbsent(cohort, c -> new HashMap<>()).put(code, tally);
  }

  List<DoseCoverage> count(UsualCourse course) {
    Map<String, Sum> sums = new HashMap<>();
    living.forEach(
        (cohort, children) -> {
          Map<String, Tally> had = tallies.getOrDefault(cohort, Map.of());
          for (UsualDose dose : course.ofBornOn(cohort.birth())) {
            if (dose.isDueOn(cohort.today())) {
              sums.computeIfAbsent(dose.code(), code -> new Sum())
                  .add(dose, children, had, dose.isPastOn(cohort.today()));
            }
          }
        });
    return course.lines().stream()
        .map(line -> sums.getOrDefault(line.code(), new Sum()).coverage(line))
        .toList();
  }

  /**
   * Children whose course ended with an earlier dose: of one product two doses do where others need
   * three. For who had a dose and needs more, there is a next.
   */
  static long completeBefore(UsualDose dose, Map<String, Tally> had) {
    long complete = 0;
    for (int before = 1; before < dose.dose(); before++) {
      complete +=
          had.getOrDefault(dose.codeOf(before), Tally.NONE).given()
              - had.getOrDefault(dose.codeOf(before + 1), Tally.NONE).hadOrNext();
    }
    return complete;
  }

  /** One dose, added up over cohorts. */
  private static final class Sum {
    private long eligible;
    private long given;
    private long onTime;
    private long started;
    private long reached;

    void add(UsualDose dose, long children, Map<String, Tally> had, boolean past) {
      Tally tally = had.getOrDefault(dose.code(), Tally.NONE);
      long done = completeBefore(dose, had);
      eligible += children - done;
      given += tally.given();
      onTime += tally.onTime();
      if (past) {
        started += had.getOrDefault(dose.codeOf(1), Tally.NONE).given() - done;
        reached += tally.given();
      }
    }

    DoseCoverage coverage(UsualDose line) {
      return DoseCoverage.of(line, eligible, given, onTime, started, started - reached);
    }
  }
}
