package io.doula.desk.people;

import io.doula.core.FieldError;
import io.doula.core.Ids;
import io.doula.core.Invalid;
import io.doula.core.Viewer;
import io.doula.family.Babies;
import io.doula.family.Baby;
import io.doula.family.Card;
import io.doula.family.Cards;
import io.doula.family.DayForm;
import io.doula.family.Dose;
import io.doula.family.Pregnancies;
import io.doula.family.Pregnancy;
import io.doula.family.VisitStatus;
import io.doula.http.Typed;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Records in one step what was done for a mother and her babies on a day. */
@Component
class Recording {
  private final Babies babies;
  private final Pregnancies pregnancies;
  private final Cards cards;

  Recording(Babies babies, Pregnancies pregnancies, Cards cards) {
    this.babies = babies;
    this.pregnancies = pregnancies;
    this.cards = cards;
  }

  /**
   * One person of the family, and what can be recorded for that person today.
   *
   * @param baby null: the mother
   * @param contact the value of the box for a contact; null when none is open
   * @param due what is due or overdue
   * @param possible what would count today, though it is due later
   */
  record Person(
      @Nullable Baby baby,
      @Nullable String contact,
      List<Card.Visit> due,
      List<Card.Visit> possible) {}

  /** The mother first, then her living babies. */
  static List<Person> people(Card card) {
    List<Person> people = new ArrayList<>();
    String hers = herContact(card);
    if (hers != null) {
      people.add(new Person(null, hers, List.of(), List.of()));
    }
    for (Baby baby : card.living()) {
      boolean check =
          card.visitsOf(baby).stream()
              .anyMatch(v -> v.kind().equals("POSTNATAL") && v.isOpenOn(card.today()));
      List<Card.Visit> doses = doses(card, baby);
      people.add(
          new Person(
              baby,
              check ? "baby:" + baby.id() : null,
              doses.stream().filter(v -> v.status() != VisitStatus.PLANNED).toList(),
              doses.stream().filter(v -> v.status() == VisitStatus.PLANNED).toList()));
    }
    return people;
  }

  private static @Nullable String herContact(Card card) {
    if (card.mother().diedOn() != null) {
      return null;
    }
    Pregnancy open = card.pregnancy();
    if (open != null) {
      return "pregnancy:" + open.id();
    }
    boolean after =
        card.visits().stream()
            .anyMatch(
                v ->
                    v.pregnancyId() != null
                        && v.kind().equals("POSTNATAL")
                        && v.isOpenOn(card.today()));
    return after ? "mother" : null;
  }

  /** Each vaccine once, the first dose of it that is open. */
  private static List<Card.Visit> doses(Card card, Baby baby) {
    Set<String> seen = new HashSet<>();
    return card.visitsOf(baby).stream()
        .filter(v -> v.isOpenOn(card.today()) && !v.provisional() && !v.vaccines().isEmpty())
        .filter(v -> seen.add(v.vaccines().get(0)))
        .toList();
  }

  /**
   * Records all that is ticked, with its date. The caller's transaction holds it together.
   *
   * @return whether a dose that was recorded does not count
   * @throws Invalid naming the fields that are wrong; {@code what} when nothing is ticked
   */
  boolean record(Card card, Typed typed, Viewer viewer, Instant now) {
    Sent sent = new Sent(typed);
    LocalDate on = sent.neededDay("on");
    List<Given> doses = given(card, sent);
    List<String> contacts = typed.all("contact");
    sent.errors()
        .require(
            !doses.isEmpty() || !contacts.isEmpty(),
            "what",
            "nothing is ticked yet: tick what was done")
        .throwIfAny();
    contacts.forEach(contact -> attend(card, contact, on, viewer, now));
    Set<String> recorded = new HashSet<>();
    for (Given dose : doses) {
      Dose.Form form = new Dose.Form(dose.vaccine(), on, dose.product());
      recorded.add(
          beside(dose.field(), () -> babies.giveDose(id(dose.baby()), form, viewer, now))
              .fact()
              .id());
    }
    return cards.of(card.id(), viewer, now).notCounted().keySet().stream()
        .anyMatch(recorded::contains);
  }

  /**
   * @param field where it was typed
   */
  private record Given(Baby baby, String vaccine, @Nullable String product, String field) {}

  private static List<Given> given(Card card, Sent sent) {
    List<Given> doses = new ArrayList<>();
    for (String ticked : sent.all("dose")) {
      String[] words = ticked.split(":", 2);
      String vaccine = words.length < 2 ? "" : words[1];
      doses.add(new Given(OpenCard.baby(card, words[0]), vaccine, null, "what"));
    }
    for (Baby baby : card.living()) {
      String field = "other-" + baby.id();
      String vaccine = sent.text(field);
      if (vaccine != null) {
        doses.add(new Given(baby, vaccine, sent.text("product-" + baby.id()), field));
      }
    }
    return doses;
  }

  private void attend(
      Card card, String contact, @Nullable LocalDate on, Viewer viewer, Instant now) {
    String[] words = contact.split(":", 2);
    DayForm day = new DayForm(on);
    switch (words[0]) {
      case "baby" ->
          babies.attend(id(OpenCard.baby(card, words[words.length - 1])), day, viewer, now);
      case "pregnancy" ->
          pregnancies.attend(
              Ids.inPath(OpenCard.pregnancy(card, words[words.length - 1]).id(), "pregnancy"),
              day,
              viewer,
              now);
      default -> pregnancies.attendPostnatal(card.id(), day, viewer, now);
    }
  }

  /** What is wrong with a vaccine is said where it was chosen. */
  private static <T> T beside(String field, Supplier<T> work) {
    try {
      return work.get();
    } catch (Invalid invalid) {
      throw new Invalid(
          invalid.errors().stream()
              .map(e -> e.field().equals("on") ? e : new FieldError(field, e.message()))
              .toList());
    }
  }

  private static long id(Baby baby) {
    return Long.parseLong(baby.id());
  }
}
