package io.doula.schedule;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Antenatal contacts as items of a schedule. */
final class AntenatalContacts {

  private AntenatalContacts() {}

  static List<Item> items(Plan plan, Dating dating, List<LocalDate> days, LocalDate asOf) {
    AntenatalRules rules = plan.antenatal();
    dating.ageOn(asOf);
    List<LocalDate> attended = AntenatalForecast.attended(dating, days, asOf);
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < attended.size(); i++) {
      LocalDate on = attended.get(i);
      items.add(item(plan, dating, asPlanned(rules, dating, attended.subList(0, i), on), on));
    }
    for (AntenatalContact contact : AntenatalForecast.contacts(rules, dating, attended, asOf)) {
      items.add(item(plan, dating, contact, null));
    }
    return items;
  }

  /**
   * The contact she came for, as it stood before she came; unplanned ones were due on their day.
   */
  private static AntenatalContact asPlanned(
      AntenatalRules rules, Dating dating, List<LocalDate> before, LocalDate on) {
    return AntenatalForecast.contacts(rules, dating, before, on).stream()
        .findFirst()
        .orElseGet(
            () ->
                new AntenatalContact(
                    before.size() + 1,
                    dating.ageOn(on).weeks(),
                    on,
                    on.plusDays(rules.overdueAfterDays())));
  }

  private static Item item(
      Plan plan, Dating dating, AntenatalContact contact, @Nullable LocalDate doneOn) {
    LocalDate refer = dating.week(plan.antenatal().referWeek());
    return new Item(
        "ANC-" + contact.number(),
        ItemKind.ANTENATAL,
        null,
        null,
        List.of(),
        "Antenatal contact " + contact.number(),
        contact.number() == 1 ? dating.lmp() : contact.due(),
        contact.due(),
        contact.overdueAfter(),
        refer,
        doneOn,
        false,
        false,
        "Week "
            + contact.week()
            + " of the pregnancy begins on "
            + contact.due()
            + ", counted from the "
            + dating.basis()
            + ". "
            + plan.named());
  }
}
