package io.doula.schedule;

import java.util.List;

/** Reads what a plan says about contacts and reminders. */
final class ContactRules {

  private static final int HOURS_A_DAY = 24;

  private ContactRules() {}

  static ReminderRule reminder(PlanNode node) {
    int expiresAfterDays = node.number("expiresAfterDays");
    if (expiresAfterDays < 0) {
      throw node.fault("expiresAfterDays", "cannot be negative");
    }
    node.text("kind");
    return new ReminderRule(
        node.word("kind", ReminderKind.class, ReminderKind.DUE),
        node.number("days"),
        expiresAfterDays);
  }

  static AntenatalRules antenatal(PlanNode node) {
    AntenatalRules rules =
        new AntenatalRules(
            node.number("firstByWeek"),
            node.list(
                "next",
                step ->
                    new AntenatalRules.Step(step.number("beforeWeek"), step.number("plusWeeks"))),
            node.list(
                "lateStart",
                late ->
                    new AntenatalRules.LateStart(
                        late.number("fromWeek"),
                        late.number("toWeek"),
                        late.number("everyTwoWeeksFrom"))),
            node.number("neverSkipWeek"),
            node.number("referWeek"),
            node.number("overdueAfterDays"));
    if (rules.next().isEmpty() || rules.next().stream().anyMatch(s -> s.plusWeeks() < 1)) {
      throw node.fault("next", "must hold steps forward");
    }
    return rules;
  }

  static PostnatalRules postnatal(PlanNode node) {
    List<PostnatalRules.Window> contacts = node.list("contacts", ContactRules::window);
    for (int i = 0; i < contacts.size(); i++) {
      if (contacts.get(i).contact() != i + 1) {
        throw node.fault("contacts", "must be numbered from 1 on");
      }
    }
    return new PostnatalRules(contacts, node.number("latestDays"));
  }

  private static PostnatalRules.Window window(PlanNode node) {
    boolean hours = node.has("fromHours");
    int from = node.number(hours ? "fromHours" : "fromDays");
    int to = node.number(hours ? "toHours" : "toDays");
    String words =
        hours
            ? from + " to " + to + " hours after birth"
            : from == to ? "on day " + from : "day " + from + " to " + to + " after birth";
    return new PostnatalRules.Window(
        node.number("contact"),
        hours ? from / HOURS_A_DAY : from,
        words,
        node.number("overdueAfterDays"));
  }
}
