package io.doula.desk.people;

import io.doula.family.Baby;
import io.doula.family.Card;
import io.doula.family.Contact;
import io.doula.family.Dose;
import io.doula.family.Pregnancy;
import io.doula.family.VisitStatus;
import io.doula.reminder.Reminders.Reminder;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What happened in a family and what is to come, one line a day and kind, in order. */
record Story(List<Event> events, LocalDate today) {
  private static final int AHEAD_MONTHS = 4;

  /** What an event is; each has a shape of its own in the picture. */
  enum Kind {
    BIRTH,
    LOSS,
    DONE,
    DUE,
    OVERDUE,
    SENT,
    ARRIVED,
    FAILED,
    WAITING;

    /** The text that names it. */
    public String key() {
      return "people.event." + name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * @param what in words, with whose it is
   */
  record Event(LocalDate on, Kind kind, String what) {}

  static Story of(Card card, List<Reminder> messages, Words words) {
    List<Event> events = new ArrayList<>();
    card.family().pregnancies().forEach(p -> tell(p, events, words));
    card.family().babies().forEach(baby -> tell(baby, events, words));
    LocalDate end = card.today().plusMonths(AHEAD_MONTHS);
    open(card, VisitStatus.OVERDUE, Kind.OVERDUE, end, events, words);
    open(card, VisitStatus.DUE, Kind.DUE, end, events, words);
    open(card, VisitStatus.PLANNED, Kind.DUE, end, events, words);
    for (Reminder message : messages) {
      Kind kind = kind(message);
      if (kind != null) {
        String text = words.say().text("people.message." + message.kind().name());
        events.add(new Event(message.dueAt().atZone(card.zone()).toLocalDate(), kind, text));
      }
    }
    if (card.mother().diedOn() != null) {
      LocalDate died = Objects.requireNonNull(card.mother().diedOn());
      events.add(new Event(died, Kind.LOSS, words.say().text("people.event.she-died")));
    }
    events.removeIf(event -> event.on().isAfter(end));
    events.sort(Comparator.comparing(Event::on).thenComparing(Event::kind));
    return new Story(events, card.today());
  }

  private static void tell(Pregnancy pregnancy, List<Event> events, Words words) {
    contacts(pregnancy.contacts(), words.say().text("people.event.antenatal"), events);
    contacts(pregnancy.postnatalContacts(), words.say().text("people.event.postnatal"), events);
    if (pregnancy.outcome() != null && !pregnancy.outcome().name().equals("LIVE_BIRTH")) {
      String how = words.say().text("people.outcome." + pregnancy.outcome());
      events.add(new Event(Objects.requireNonNull(pregnancy.endedOn()), Kind.LOSS, how));
    }
  }

  private static void tell(Baby baby, List<Event> events, Words words) {
    String name = words.baby(baby);
    boolean diedAtBirth = baby.birthDate().equals(baby.diedOn());
    if (!diedAtBirth) {
      String born = words.say().text("people.event.born", name);
      events.add(new Event(baby.birthDate(), Kind.BIRTH, born));
    }
    contacts(baby.contacts(), words.say().text("people.event.baby-seen", name), events);
    Map<LocalDate, List<Dose>> given =
        baby.doses().stream()
            .collect(Collectors.groupingBy(Dose::on, LinkedHashMap::new, Collectors.toList()));
    given.forEach(
        (on, doses) ->
            events.add(
                new Event(
                    on,
                    Kind.DONE,
                    words
                        .say()
                        .text(
                            "people.event.of",
                            name,
                            doses.stream()
                                .map(dose -> words.vaccine(dose.vaccine()))
                                .collect(Collectors.joining(", "))))));
    if (baby.diedOn() != null) {
      String how = diedAtBirth ? "people.event.died-at-birth" : "people.event.died";
      String died = words.say().text(how, name);
      events.add(new Event(baby.diedOn(), Kind.LOSS, died));
    }
  }

  private static void contacts(List<Contact> contacts, String what, List<Event> events) {
    contacts.forEach(contact -> events.add(new Event(contact.on(), Kind.DONE, what)));
  }

  /** What stands like this and falls on one day for one person is one event. */
  private static void open(
      Card card, VisitStatus status, Kind kind, LocalDate end, List<Event> events, Words words) {
    Map<LocalDate, Map<String, List<String>>> days = new LinkedHashMap<>();
    card.visits().stream()
        .filter(visit -> visit.status() == status && !visit.due().isAfter(end))
        .forEach(
            visit ->
                days.computeIfAbsent(visit.due(), day -> new LinkedHashMap<>())
                    .computeIfAbsent(whose(card, visit, words), who -> new ArrayList<>())
                    .add(words.title(visit.title())));
    days.forEach(
        (on, people) ->
            people.forEach(
                (who, titles) ->
                    events.add(
                        new Event(
                            on,
                            kind,
                            words.say().text("people.event.of", who, String.join(", ", titles))))));
  }

  private static String whose(Card card, Card.Visit visit, Words words) {
    return card.family().babies().stream()
        .filter(baby -> baby.id().equals(visit.babyId()))
        .findFirst()
        .map(words::baby)
        .orElse(card.mother().fullName());
  }

  private static @Nullable Kind kind(Reminder message) {
    return switch (message.state()) {
      case ACCEPTED, SENT, UNKNOWN -> Kind.SENT;
      case DELIVERED, READ -> Kind.ARRIVED;
      case FAILED -> Kind.FAILED;
      case PLANNED, QUEUED, RETRY, SENDING -> Kind.WAITING;
      case SUPPRESSED, CANCELLED, EXPIRED -> null;
    };
  }
}
