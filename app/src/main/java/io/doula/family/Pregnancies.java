package io.doula.family;

import io.doula.core.Conflict;
import io.doula.core.FieldErrors;
import io.doula.core.Invalid;
import io.doula.core.NotFound;
import io.doula.core.Trail;
import io.doula.core.Trail.About;
import io.doula.core.Trail.Thing;
import io.doula.core.Viewer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The pregnancies: dated, attended, ended. */
@Service
public class Pregnancies {
  private final Locks locks;
  private final Families families;
  private final ContactTable contacts;
  private final FamilyView view;
  private final Trail trail;

  Pregnancies(Locks locks, Families families, ContactTable contacts, FamilyView view, Trail trail) {
    this.trail = trail;
    this.locks = locks;
    this.families = families;
    this.contacts = contacts;
    this.view = view;
  }

  /**
   * @throws io.doula.core.NotFound when there is none, or not in the viewer's clinics
   */
  @Transactional
  public Pregnancy one(long id, Viewer viewer, Instant now) {
    Pregnancy found = view.pregnancy(id, viewer, now);
    trail.viewed(viewer, About.of(Thing.PREGNANCY, id, Long.parseLong(found.motherId())), now);
    return found;
  }

  /**
   * Registers a pregnancy.
   *
   * @throws Invalid naming what is wrong with its dates
   * @throws Conflict when she has an open one, or has died
   */
  @Transactional
  public Pregnancy begin(long motherId, PregnancyForm form, Viewer viewer, Instant now) {
    LockedMother mother = locks.mother(motherId, viewer, now);
    PregnancyDates dates = read(form, mother.today(), mother.today());
    Family family = families.of(mother);
    if (mother.diedOn() != null) {
      throw new Conflict("this mother has died");
    }
    if (family.openPregnancy().isPresent()) {
      throw new Conflict(
          "she has an open pregnancy: record how it ended, or date it anew, instead of a second one");
    }
    PregnancyRow begun = family.begin(dates);
    trail.added(viewer, About.of(Thing.PREGNANCY, begun.id(), motherId), now);
    write(mother, family, now);
    return view.pregnancy(begun.id(), viewer, now);
  }

  /**
   * Dates a pregnancy anew; what was sent stays, what is due follows the new dates.
   *
   * @param expected refuses the stored version when the sender had read another
   */
  @Transactional
  public Pregnancy redate(
      long id, IntConsumer expected, PregnancyForm form, Viewer viewer, Instant now) {
    LockedMother mother = locks.motherOfPregnancy(id, viewer, now);
    Family family = families.of(mother);
    PregnancyRow before = family.pregnancy(id);
    expected.accept(before.version());
    LocalDate end = Objects.requireNonNullElse(before.endedOn(), mother.today());
    PregnancyDates dates = read(form, mother.today(), end);
    contacts.ofPregnancy(id, ContactTable.ANTENATAL).stream()
        .filter(contact -> contact.on().isBefore(dates.lmp()))
        .findFirst()
        .ifPresent(contact -> refuseDates(form, contact));
    if (!dates.equals(before.dating())) {
      family.change(before.dated(dates));
      changed(id, mother, List.of("dates"), viewer, now);
      write(mother, family, now);
    }
    return view.pregnancy(id, viewer, now);
  }

  private static void refuseDates(PregnancyForm form, Contact contact) {
    throw new Invalid(
        form.field(), "makes the pregnancy begin after the contact recorded on " + contact.on());
  }

  private static PregnancyDates read(PregnancyForm form, LocalDate today, LocalDate end) {
    FieldErrors errors = new FieldErrors();
    PregnancyDates dates = form.read(errors, today, end);
    errors.throwIfAny();
    return Objects.requireNonNull(dates);
  }

  /** She came to an antenatal contact; the same day twice is one contact. */
  @Transactional
  public Recorded<Contact> attend(long id, DayForm form, Viewer viewer, Instant now) {
    LockedMother mother = locks.motherOfPregnancy(id, viewer, now);
    Family family = families.of(mother);
    PregnancyRow pregnancy = family.pregnancy(id);
    PregnancyDates dates = pregnancy.dating();
    FieldErrors errors = new FieldErrors();
    LocalDate first = dates == null ? null : dates.lmp();
    LocalDate on = mother.day(errors, form.on(), first, "is before the pregnancy began");
    refuseAfter(errors, on, pregnancy.endedOn(), "is after the pregnancy ended");
    refuseAfter(errors, on, mother.diedOn(), "is after her death");
    errors.throwIfAny();
    Recorded<Contact> contact =
        contacts.ofPregnancy(id, ContactTable.ANTENATAL, Objects.requireNonNull(on), now);
    if (contact.isNew()) {
      came(contact, mother, viewer, now);
      family.change(pregnancy);
      write(mother, family, now);
    }
    return contact;
  }

  /**
   * Takes back a contact, antenatal or postnatal, that was recorded in error.
   *
   * @throws NotFound when the pregnancy has no such contact
   */
  @Transactional
  public void takeBackContact(long id, long contactId, Viewer viewer, Instant now) {
    LockedMother mother = locks.motherOfPregnancy(id, viewer, now);
    Family family = families.of(mother);
    if (!contacts.deleteOfPregnancy(id, contactId)) {
      throw new NotFound("contact");
    }
    trail.removed(viewer, About.of(Thing.CONTACT, contactId, mother.id()), now);
    family.change(family.pregnancy(id));
    write(mother, family, now);
  }

  /**
   * She came to a postnatal contact of her own, after the last pregnancy that ended by that day.
   *
   * @throws Conflict when none has ended by then
   */
  @Transactional
  public Recorded<Contact> attendPostnatal(
      long motherId, DayForm form, Viewer viewer, Instant now) {
    LockedMother mother = locks.mother(motherId, viewer, now);
    FieldErrors errors = new FieldErrors();
    LocalDate on = mother.day(errors, form.on(), null, "");
    refuseAfter(errors, on, mother.diedOn(), "is after her death");
    errors.throwIfAny();
    Family family = families.of(mother);
    PregnancyRow ended =
        family.pregnancies().stream()
            .filter(p -> p.endedOn() != null && !p.endedOn().isAfter(Objects.requireNonNull(on)))
            .max(Comparator.comparing(p -> Objects.requireNonNull(p.endedOn())))
            .orElseThrow(
                () -> new Conflict("no birth or loss is recorded by that day: record it first"));
    Recorded<Contact> contact =
        contacts.ofPregnancy(ended.id(), ContactTable.POSTNATAL, Objects.requireNonNull(on), now);
    if (contact.isNew()) {
      came(contact, mother, viewer, now);
      family.change(ended);
      write(mother, family, now);
    }
    return contact;
  }

  /**
   * Records how a pregnancy ended, with the babies born. The same again changes nothing.
   *
   * @throws Conflict when it has ended otherwise
   */
  @Transactional
  public Pregnancy end(long id, OutcomeForm form, Viewer viewer, Instant now) {
    LockedMother mother = locks.motherOfPregnancy(id, viewer, now);
    Family family = families.of(mother);
    PregnancyRow pregnancy = family.pregnancy(id);
    FieldErrors errors = new FieldErrors();
    List<OutcomeForm.Born> babies = form.read(errors, mother.localNow());
    PregnancyDates dates = pregnancy.dating();
    LocalDate first = dates == null ? null : dates.lmp();
    LocalDate on = mother.day(errors, form.on(), first, "is before the pregnancy began");
    refuseAfter(errors, on, mother.diedOn(), "is after her death");
    errors.throwIfAny();
    if (!pregnancy.isOpen()) {
      refuseUnlessSame(family, pregnancy, form, babies);
      return view.pregnancy(id, viewer, now);
    }
    family.change(
        pregnancy.ended(Objects.requireNonNull(form.outcome()), Objects.requireNonNull(on)));
    changed(id, mother, List.of("outcome", "on"), viewer, now);
    for (OutcomeForm.Born baby : babies) {
      BabyRow born = family.bear(baby.details(), id);
      if (baby.stillborn()) {
        family.change(born.died(on));
      }
      trail.added(viewer, About.of(Thing.BABY, born.id(), mother.id()), now);
    }
    write(mother, family, now);
    return view.pregnancy(id, viewer, now);
  }

  private static void refuseUnlessSame(
      Family family, PregnancyRow ended, OutcomeForm form, List<OutcomeForm.Born> sent) {
    boolean same = ended.outcome() == form.outcome() && Objects.equals(ended.endedOn(), form.on());
    List<BabyRow> known = new ArrayList<>(family.babiesOf(ended.id()));
    boolean allKnown =
        sent.stream()
            .sorted(Comparator.comparing(OutcomeForm.Born::stillborn).reversed())
            .allMatch(baby -> removed(known, baby));
    if (!same || !allKnown) {
      throw new Conflict(
          "this pregnancy has ended, and not like this; babies are added one by one");
    }
  }

  /** A baby that was born alive may have died since. */
  private static boolean removed(List<BabyRow> known, OutcomeForm.Born sent) {
    Optional<BabyRow> same =
        known.stream()
            .filter(row -> row.details().equals(sent.details()))
            .filter(row -> !sent.stillborn() || row.details().birthDate().equals(row.diedOn()))
            .findFirst();
    same.ifPresent(known::remove);
    return same.isPresent();
  }

  static void refuseAfter(
      FieldErrors errors, @Nullable LocalDate on, @Nullable LocalDate last, String message) {
    errors.require(on == null || last == null || !on.isAfter(last), "on", message);
  }

  private void changed(
      long id, LockedMother mother, List<String> fields, Viewer viewer, Instant now) {
    trail.changed(viewer, About.of(Thing.PREGNANCY, id, mother.id()).fields(fields), now);
  }

  private void came(Recorded<Contact> contact, LockedMother mother, Viewer viewer, Instant now) {
    long id = Long.parseLong(contact.fact().id());
    trail.added(viewer, About.of(Thing.CONTACT, id, mother.id()), now);
  }

  private void write(LockedMother mother, Family family, Instant now) {
    families.write(List.of(family), now);
    families.changed(mother.id(), now);
  }
}
