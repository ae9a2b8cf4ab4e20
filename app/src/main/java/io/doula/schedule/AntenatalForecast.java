package io.doula.schedule;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * The antenatal contacts that follow the last one attended, by the plan's table (WHO 2016 model,
 * ANC DAK schedule ANC.S.01).
 *
 * <p>The table goes by completed weeks: a contact at 10 weeks and 3 days is one at 10 weeks, the
 * next is that of week 18, and it is due on the day on which week 18 is completed, LMP + 126 days.
 *
 * <p>Before the first contact, contact 1 is due by week 12, and those after it are planned as if
 * she came then; later than that, as if she came on the day asked about. Contact 1 itself stays due
 * in week 12. All contacts end with the week of referral.
 *
 * <p>Of the days given as attended, those before the LMP (nobody comes before the pregnancy began)
 * and those after {@code asOf} are passed over, and a day given twice is one contact. Two days in
 * one week are two contacts.
 *
 * <p>The shape is that of {@code POST /api/forecast/antenatal}.
 */
public record AntenatalForecast(
    LocalDate edd,
    GestationalAge gestationalAge,
    List<AntenatalContact> contacts,
    LocalDate referOn) {

  /**
   * @param attended days on which she came, in any order
   * @throws ForecastRefused for {@code asOf} when it lies before the pregnancy began
   */
  public static AntenatalForecast of(
      Plan plan, Dating dating, List<LocalDate> attended, LocalDate asOf) {
    return new AntenatalForecast(
        dating.edd(),
        dating.ageOn(asOf),
        contacts(plan.antenatal(), dating, attended(dating, attended, asOf), asOf),
        dating.week(plan.antenatal().referWeek()));
  }

  /** The days that are contacts of this pregnancy, in order. */
  static List<LocalDate> attended(Dating dating, List<LocalDate> days, LocalDate asOf) {
    return days.stream()
        .filter(day -> !day.isBefore(dating.lmp()) && !day.isAfter(asOf))
        .distinct()
        .sorted()
        .toList();
  }

  static List<AntenatalContact> contacts(
      AntenatalRules rules, Dating dating, List<LocalDate> attended, LocalDate asOf) {
    List<AntenatalContact> contacts = new ArrayList<>();
    if (attended.isEmpty()) {
      int now = dating.ageOn(asOf).weeks();
      if (now >= rules.referWeek()) {
        return contacts;
      }
      contacts.add(contact(rules, dating, 1, rules.firstByWeek()));
      int first = Math.max(now, rules.firstByWeek());
      addAfter(contacts, rules, dating, 2, first, first);
    } else {
      int first = dating.ageOn(attended.get(0)).weeks();
      int last = dating.ageOn(attended.get(attended.size() - 1)).weeks();
      addAfter(contacts, rules, dating, attended.size() + 1, last, first);
    }
    return contacts;
  }

  private static void addAfter(
      List<AntenatalContact> contacts,
      AntenatalRules rules,
      Dating dating,
      int number,
      int lastWeek,
      int firstWeek) {
    int next = number;
    int week = rules.after(lastWeek, firstWeek);
    while (week != 0) {
      contacts.add(contact(rules, dating, next++, week));
      week = rules.after(week, firstWeek);
    }
  }

  private static AntenatalContact contact(
      AntenatalRules rules, Dating dating, int number, int week) {
    LocalDate due = dating.week(week);
    return new AntenatalContact(number, week, due, due.plusDays(rules.overdueAfterDays()));
  }
}
