package io.doula.desk.figures;

import io.doula.schedule.BabyFacts;
import io.doula.schedule.Dating;
import io.doula.schedule.Item;
import io.doula.schedule.ItemKind;
import io.doula.schedule.Plan;
import io.doula.schedule.Schedules;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a plan asks of a mother and a child with whom all goes as the plan has it. */
final class UsualPlan {
  /** Some first day: whatever follows counts from it. Its months have the usual lengths. */
  static final LocalDate BEGIN = LocalDate.of(2001, 1, 1);

  private UsualPlan() {}

  /** The doses of a child born at {@link #BEGIN}: course by course as they begin, dose by dose. */
  static List<Item> doses(Plan plan) {
    List<Item> doses =
        new ArrayList<>(ofBaby(plan).filter(i -> i.kind() == ItemKind.VACCINATION).toList());
    Map<String, Integer> order = new LinkedHashMap<>();
    doses.forEach(dose -> order.putIfAbsent(course(dose), order.size()));
    doses.sort(
        Comparator.<Item, Integer>comparing(dose -> order.get(course(dose)))
            .thenComparing(Item::due));
    return doses;
  }

  /** The contacts after a birth at {@link #BEGIN}. */
  static List<Item> postnatal(Plan plan) {
    return ofBaby(plan).filter(item -> item.kind() == ItemKind.POSTNATAL).toList();
  }

  /** The contacts of a pregnancy that began at {@link #BEGIN}. */
  static List<Item> antenatal(Plan plan) {
    return Schedules.ofPregnancy(plan, Dating.byLmp(BEGIN), List.of(), BEGIN).items();
  }

  /** What the doses of one course share: their code without its number. */
  static String course(Item dose) {
    return dose.code().substring(0, dose.code().lastIndexOf('-'));
  }

  private static java.util.stream.Stream<Item> ofBaby(Plan plan) {
    BabyFacts child = new BabyFacts(BEGIN, null, null, null, null);
    return Schedules.ofBaby(plan, child, List.of(), List.of(), BEGIN).items().stream();
  }
}
