package io.doula.desk.people;

import io.doula.core.NotFound;
import io.doula.core.Paging;
import io.doula.core.Viewer;
import io.doula.family.Babies;
import io.doula.family.Baby;
import io.doula.family.Card;
import io.doula.family.Cards;
import io.doula.family.DayForm;
import io.doula.family.DeathForm;
import io.doula.family.Mistakes;
import io.doula.family.Mothers;
import io.doula.family.Outcome;
import io.doula.family.OutcomeForm;
import io.doula.family.Pregnancies;
import io.doula.family.Pregnancy;
import io.doula.http.Typed;
import io.doula.reminder.Reminders;
import io.doula.reminder.Reminders.Reminder;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** A loss: what can be told, what it would mean, and recording it. */
@Component
class Loss {
  private final Pregnancies pregnancies;
  private final Babies babies;
  private final Mothers mothers;
  private final Mistakes mistakes;
  private final Cards cards;
  private final Reminders reminders;
  private final TransactionTemplate transaction;

  Loss(
      Pregnancies pregnancies,
      Babies babies,
      Mothers mothers,
      Mistakes mistakes,
      Cards cards,
      Reminders reminders,
      TransactionTemplate transaction) {
    this.pregnancies = pregnancies;
    this.babies = babies;
    this.mothers = mothers;
    this.mistakes = mistakes;
    this.cards = cards;
    this.reminders = reminders;
    this.transaction = transaction;
  }

  /**
   * What would stop and what would go on.
   *
   * @param stops how many messages that wait would be cancelled
   * @param nextStopped the day of the first of them; null when none waits
   * @param goOn how many messages would still go
   * @param herOwn her own contacts would stand on the staff's list, without messages
   * @param living her living babies and children
   */
  record Meaning(
      int stops, @Nullable LocalDate nextStopped, int goOn, boolean herOwn, List<Baby> living) {}

  /**
   * What there is to lose, as values of the form's choice: how a pregnancy can end, {@code
   * baby:ID}, {@code mother}.
   */
  static List<String> choices(Card card) {
    List<String> choices = new ArrayList<>();
    if (card.pregnancy() != null) {
      choices.addAll(
          List.of(
              Outcome.MISCARRIAGE.name(), Outcome.STILLBIRTH.name(), Outcome.TERMINATION.name()));
    }
    card.living().forEach(baby -> choices.add("baby:" + baby.id()));
    if (card.mother().diedOn() == null) {
      choices.add("mother");
    }
    return choices;
  }

  /**
   * Records it and looks what became of the messages, then leaves everything as it was: what the
   * person who confirms is told is what will happen.
   */
  Meaning meaning(Card card, Typed typed, Viewer viewer, Instant now) {
    Meaning meaning =
        transaction.execute(
            status -> {
              status.setRollbackOnly();
              List<Reminder> before = waiting(card, viewer, now);
              record(card, typed, viewer, now);
              List<Reminder> after = waiting(card, viewer, now);
              return meaning(card, before, after, cards.of(card.id(), viewer, now));
            });
    return Objects.requireNonNull(meaning);
  }

  private static Meaning meaning(
      Card card, List<Reminder> before, List<Reminder> after, Card then) {
    Set<Long> left = after.stream().map(Reminder::id).collect(Collectors.toSet());
    List<Reminder> stopped =
        before.stream().filter(reminder -> !left.contains(reminder.id())).toList();
    return new Meaning(
        stopped.size(),
        stopped.stream()
            .map(reminder -> reminder.dueAt().atZone(card.zone()).toLocalDate())
            .min(LocalDate::compareTo)
            .orElse(null),
        after.size(),
        then.visits().stream().anyMatch(v -> !v.messaged() && v.isOpenOn(v.due())),
        then.living());
  }

  private List<Reminder> waiting(Card card, Viewer viewer, Instant now) {
    Reminders.Wanted hers = new Reminders.Wanted(Set.of(), null, card.id(), null, null, null, null);
    return reminders.list(hers, Paging.of("500", null), viewer, now).items().stream()
        .filter(Messages::waits)
        .toList();
  }

  /**
   * @throws io.doula.core.Invalid naming the fields that are wrong
   * @throws io.doula.core.Conflict when it contradicts what is recorded
   */
  void record(Card card, Typed typed, Viewer viewer, Instant now) {
    Sent sent = new Sent(typed);
    String what = sent.needed("what");
    LocalDate on = sent.neededDay("on");
    sent.errors().throwIfAny();
    if (what.equals("mother")) {
      boolean cared =
          sent.text("caregiver.fullName") != null || sent.text("caregiver.phone") != null;
      DeathForm death = new DeathForm(on, cared ? ChangeController.caregiver(sent, card) : null);
      mothers.die(card.id(), death, viewer, now);
    } else if (what.startsWith("baby:")) {
      Baby baby = OpenCard.baby(card, what.substring("baby:".length()));
      babies.die(Long.parseLong(baby.id()), new DayForm(on), viewer, now);
    } else {
      Outcome outcome = sent.one("what", Outcome.class);
      sent.errors().throwIfAny();
      pregnancies.end(open(card), new OutcomeForm(outcome, on, null), viewer, now);
    }
  }

  /**
   * Takes back what was told by mistake.
   *
   * @param what as in {@link #choices}, or {@code pregnancy:ID}
   */
  void takeBack(Card card, String what, Viewer viewer, Instant now) {
    if (what.equals("mother")) {
      mistakes.takeBackMothersDeath(card.id(), viewer, now);
    } else if (what.startsWith("baby:")) {
      Baby baby = OpenCard.baby(card, what.substring("baby:".length()));
      mistakes.takeBackBabysDeath(Long.parseLong(baby.id()), viewer, now);
    } else if (what.startsWith("pregnancy:")) {
      Pregnancy ended = OpenCard.pregnancy(card, what.substring("pregnancy:".length()));
      mistakes.takeBackEnd(Long.parseLong(ended.id()), viewer, now);
    } else {
      throw new NotFound("entry");
    }
  }

  private static long open(Card card) {
    Pregnancy open = card.pregnancy();
    if (open == null) {
      throw new NotFound("pregnancy");
    }
    return Long.parseLong(open.id());
  }
}
