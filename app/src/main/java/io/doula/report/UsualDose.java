package io.doula.report;

import io.doula.schedule.BabyFacts;
import io.doula.schedule.Item;
import io.doula.schedule.ItemKind;
import io.doula.schedule.Plan;
import io.doula.schedule.Schedules;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A dose of a plan's usual course: that of a child born on some day who gets each dose when it
 * falls due. Its days are ages, and don't move when an earlier dose is late.
 *
 * @param code the code of the visit, like {@code DTP-3}
 * @param course what the doses of one course share, like {@code DTP}
 * @param vaccine what is usually given, like {@code DTP+HepB+Hib}
 * @param due the recommended day
 * @param overdueAfter the last day on which it is on time
 */
record UsualDose(
    String code,
    String course,
    String title,
    String series,
    String vaccine,
    int dose,
    LocalDate due,
    LocalDate overdueAfter) {
  private static final LocalDate NEVER = LocalDate.of(9999, 12, 31);

  /** The doses of a child born on this day: course by course as they begin, dose by dose. */
  static List<UsualDose> of(Plan plan, LocalDate birth) {
    BabyFacts child = new BabyFacts(birth, null, null, null, null);
    List<UsualDose> doses =
        Schedules.ofBaby(plan, child, List.of(), List.of(), birth).items().stream()
            .filter(item -> item.kind() == ItemKind.VACCINATION)
            .map(UsualDose::of)
            .toList();
    Map<String, Integer> order = new LinkedHashMap<>();
    doses.forEach(dose -> order.putIfAbsent(dose.course, order.size()));
    return doses.stream()
        .sorted(
            Comparator.<UsualDose, Integer>comparing(dose -> order.get(dose.course))
                .thenComparing(UsualDose::dose))
        .toList();
  }

  private static UsualDose of(Item item) {
    int dose = Objects.requireNonNull(item.dose());
    return new UsualDose(
        item.code(),
        item.code().substring(0, item.code().length() - ("-" + dose).length()),
        item.title(),
        Objects.requireNonNull(item.series()),
        item.vaccines().get(0),
        dose,
        item.due(),
        Objects.requireNonNullElse(item.overdueAfter(), NEVER));
  }

  /** The code of another dose of the same course. */
  String codeOf(int number) {
    return course + "-" + number;
  }

  /** The age in days until which it is on time. */
  int lastAge(LocalDate birth) {
    return Math.toIntExact(ChronoUnit.DAYS.between(birth, overdueAfter));
  }

  /** True from the recommended age on. */
  boolean isDueOn(LocalDate day) {
    return !due.isAfter(day);
  }

  /** True when the age until which it is on time has passed. */
  boolean isPastOn(LocalDate day) {
    return overdueAfter.isBefore(day);
  }
}
