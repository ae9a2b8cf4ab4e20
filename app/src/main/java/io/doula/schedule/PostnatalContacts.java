package io.doula.schedule;

import io.doula.schedule.PostnatalRules.Window;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Postnatal contacts of one person, mother or baby (WHO 2022, PNC DAK schedule PNC.S.01).
 *
 * <p>A day on which she came is the latest contact whose window had opened by then. A second day in
 * the same window is no further contact. Contacts passed over so expire on the day before she came
 * for a later one.
 */
final class PostnatalContacts {

  private PostnatalContacts() {}

  /** Days before birth and after {@code asOf} are passed over. */
  static List<Item> items(
      Plan plan,
      LocalDate birth,
      @Nullable LocalTime birthTime,
      List<LocalDate> attended,
      LocalDate asOf) {
    PostnatalRules rules = plan.postnatal();
    Map<Integer, LocalDate> done = new HashMap<>();
    attended.stream()
        .filter(day -> !day.isBefore(birth) && !day.isAfter(asOf))
        .sorted()
        .forEach(day -> done.putIfAbsent(contactOn(rules, birth, day), day));
    List<Item> items = new ArrayList<>();
    LocalDate cameLater = null;
    for (int i = rules.contacts().size() - 1; i >= 0; i--) {
      Window window = rules.contacts().get(i);
      LocalDate doneOn = done.get(window.contact());
      items.add(0, item(plan, window, birth, birthTime, doneOn, cameLater));
      cameLater = doneOn == null ? cameLater : doneOn;
    }
    return items;
  }

  private static int contactOn(PostnatalRules rules, LocalDate birth, LocalDate day) {
    int contact = 0;
    for (Window window : rules.contacts()) {
      if (!day.isBefore(birth.plusDays(window.fromDays()))) {
        contact = window.contact();
      }
    }
    return contact;
  }

  private static Item item(
      Plan plan,
      Window window,
      LocalDate birth,
      @Nullable LocalTime birthTime,
      @Nullable LocalDate doneOn,
      @Nullable LocalDate cameLater) {
    LocalDate due = birth.plusDays(window.fromDays());
    LocalDate latest = birth.plusDays(plan.postnatal().latestDays());
    if (doneOn == null && cameLater != null) {
      latest = cameLater.minusDays(1);
    }
    return new Item(
        "PNC-" + window.contact(),
        ItemKind.POSTNATAL,
        null,
        null,
        List.of(),
        "Postnatal contact " + window.contact(),
        due,
        due,
        birth.plusDays(window.overdueAfterDays()),
        latest,
        doneOn,
        false,
        false,
        "Postnatal contact "
            + window.contact()
            + ", "
            + window.words()
            + " (birth "
            + birth
            + (birthTime == null ? "" : " at " + birthTime)
            + "). "
            + plan.named());
  }
}
