package io.doula.family;

import io.doula.core.Conflict;
import io.doula.core.FieldErrors;
import io.doula.core.Ids;
import io.doula.core.Invalid;
import io.doula.core.NotFound;
import io.doula.core.Trail;
import io.doula.core.Trail.About;
import io.doula.core.Trail.Thing;
import io.doula.core.Viewer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The babies: born, vaccinated, seen. */
@Service
public class Babies {
  private final Locks locks;
  private final Families families;
  private final BabyTable table;
  private final DoseTable doses;
  private final ContactTable contacts;
  private final FamilyView view;
  private final Trail trail;

  Babies(
      Locks locks,
      Families families,
      BabyTable table,
      DoseTable doses,
      ContactTable contacts,
      FamilyView view,
      Trail trail) {
    this.trail = trail;
    this.locks = locks;
    this.families = families;
    this.table = table;
    this.doses = doses;
    this.contacts = contacts;
    this.view = view;
  }

  /**
   * @throws NotFound when there is none, or not in the viewer's clinics
   */
  @Transactional
  public Baby one(long id, Viewer viewer, Instant now) {
    Baby found = view.baby(id, viewer, now);
    trail.viewed(viewer, About.of(Thing.BABY, id, Long.parseLong(found.motherId())), now);
    return found;
  }

  /**
   * Registers a baby, and what its birth means for its mother's pregnancies
   * (docs/decisions/births.md).
   *
   * @throws Invalid naming the fields that are wrong
   */
  @Transactional
  public Baby add(BabyForm form, Viewer viewer, Instant now) {
    if (form.motherId() == null) {
      throw new Invalid("motherId", "is missing");
    }
    LockedMother mother = locks.mother(Ids.inField(form.motherId(), "motherId"), viewer, now);
    BabyDetails details = read(form, mother);
    Family family = families.of(mother);
    BabyRow born = family.bear(details, mother.today());
    trail.added(viewer, About.of(Thing.BABY, born.id(), mother.id()), now);
    write(mother, family, now);
    return view.baby(born.id(), viewer, now);
  }

  /**
   * Corrects a baby. A moved birth date moves the end of its pregnancy.
   *
   * @param expected refuses the stored version when the sender had read another
   * @param change makes the new form of the stored one
   */
  @Transactional
  public Baby change(
      long id, IntConsumer expected, UnaryOperator<BabyForm> change, Viewer viewer, Instant now) {
    LockedMother mother = locks.motherOfBaby(id, viewer, now);
    Family family = families.of(mother);
    BabyRow before = family.baby(id);
    expected.accept(before.version());
    BabyForm form = change.apply(before.form());
    if (!Ids.text(mother.id()).equals(form.motherId())) {
      throw new Invalid("motherId", "can't be changed: register the baby with the other mother");
    }
    BabyDetails details = read(form, mother);
    refuseBirthAfterWhatFollowed(before, details.birthDate());
    if (!details.equals(before.details())) {
      family.correct(before, details, mother.today());
      trail.changed(
          viewer,
          About.of(Thing.BABY, id, mother.id()).fields(Changes.between(before.details(), details)),
          now);
      write(mother, family, now);
    }
    return view.baby(id, viewer, now);
  }

  private static BabyDetails read(BabyForm form, LockedMother mother) {
    FieldErrors errors = new FieldErrors();
    BabyDetails details = form.read(errors, mother.localNow());
    if (details != null && mother.diedOn() != null) {
      errors.require(
          !details.birthDate().isAfter(mother.diedOn()),
          "birthDate",
          "is after the mother's death");
    }
    errors.throwIfAny();
    return Objects.requireNonNull(details);
  }

  private void refuseBirthAfterWhatFollowed(BabyRow baby, LocalDate birth) {
    if (facts(baby).anyMatch(birth::isAfter)) {
      throw new Invalid("birthDate", "is after a dose, a contact or the death that is recorded");
    }
  }

  private Stream<LocalDate> facts(BabyRow baby) {
    return Stream.of(
            doses.ofBaby(baby.id()).stream().map(Dose::on),
            contacts.ofBaby(baby.id()).stream().map(Contact::on),
            Stream.ofNullable(baby.diedOn()))
        .flatMap(day -> day);
  }

  /** Records a dose; the same vaccine on the same day twice is one dose. */
  @Transactional
  public Recorded<Dose> giveDose(long id, Dose.Form form, Viewer viewer, Instant now) {
    LockedMother mother = locks.motherOfBaby(id, viewer, now);
    FieldErrors errors = new FieldErrors();
    Fields fields = new Fields(errors);
    fields.refuse("vaccine", VaccineCodes.fault(form.vaccine()));
    String product = fields.text("product", form.product(), Fields.LONGEST_CODE);
    LocalDate on = day(errors, mother, families.of(mother).baby(id), form.on());
    errors.throwIfAny();
    String vaccine = VaccineCodes.normal(Objects.requireNonNull(form.vaccine()));
    Recorded<Dose> dose =
        doses.record(new DoseTable.Key(id, vaccine, Objects.requireNonNull(on)), product, now);
    if (dose.isNew()) {
      added(Thing.DOSE, dose.fact().id(), mother, viewer, now);
      touch(mother, id, now);
    }
    return dose;
  }

  /**
   * Takes back a dose that was recorded in error.
   *
   * @throws NotFound when the baby has no such dose
   */
  @Transactional
  public void takeBackDose(long id, long doseId, Viewer viewer, Instant now) {
    LockedMother mother = locks.motherOfBaby(id, viewer, now);
    if (!doses.delete(id, doseId)) {
      throw new NotFound("dose");
    }
    trail.removed(viewer, About.of(Thing.DOSE, doseId, mother.id()), now);
    touch(mother, id, now);
  }

  /** It was brought to a postnatal contact; the same day twice is one contact. */
  @Transactional
  public Recorded<Contact> attend(long id, DayForm form, Viewer viewer, Instant now) {
    LockedMother mother = locks.motherOfBaby(id, viewer, now);
    FieldErrors errors = new FieldErrors();
    LocalDate on = day(errors, mother, families.of(mother).baby(id), form.on());
    errors.throwIfAny();
    Recorded<Contact> contact = contacts.ofBaby(id, Objects.requireNonNull(on), now);
    if (contact.isNew()) {
      added(Thing.CONTACT, contact.fact().id(), mother, viewer, now);
      touch(mother, id, now);
    }
    return contact;
  }

  /**
   * Takes back a contact that was recorded in error.
   *
   * @throws NotFound when the baby has no such contact
   */
  @Transactional
  public void takeBackContact(long id, long contactId, Viewer viewer, Instant now) {
    LockedMother mother = locks.motherOfBaby(id, viewer, now);
    if (!contacts.deleteOfBaby(id, contactId)) {
      throw new NotFound("contact");
    }
    trail.removed(viewer, About.of(Thing.CONTACT, contactId, mother.id()), now);
    touch(mother, id, now);
  }

  /**
   * Records a baby's death; the same again changes nothing.
   *
   * @throws Conflict when it is recorded to have died on another day
   */
  @Transactional
  public Baby die(long id, DayForm form, Viewer viewer, Instant now) {
    LockedMother mother = locks.motherOfBaby(id, viewer, now);
    Family family = families.of(mother);
    BabyRow baby = family.baby(id);
    if (baby.diedOn() != null) {
      if (!baby.diedOn().equals(form.on())) {
        throw new Conflict("the death is recorded with another date");
      }
      return view.baby(id, viewer, now);
    }
    FieldErrors errors = new FieldErrors();
    LocalDate on = day(errors, mother, baby, form.on());
    errors.require(
        on == null || facts(baby).noneMatch(on::isBefore),
        "on",
        "is before a dose or a contact that is recorded");
    errors.throwIfAny();
    family.change(baby.died(Objects.requireNonNull(on)));
    trail.changed(viewer, About.of(Thing.BABY, id, mother.id()).fields("diedOn"), now);
    write(mother, family, now);
    return view.baby(id, viewer, now);
  }

  private static @Nullable LocalDate day(
      FieldErrors errors, LockedMother mother, BabyRow baby, @Nullable LocalDate sent) {
    LocalDate on = mother.day(errors, sent, baby.details().birthDate(), "is before the birth");
    Pregnancies.refuseAfter(errors, on, baby.diedOn(), "is after the baby's death");
    return on;
  }

  private void added(Thing thing, String id, LockedMother mother, Viewer viewer, Instant now) {
    trail.added(viewer, About.of(thing, Long.parseLong(id), mother.id()), now);
  }

  private void touch(LockedMother mother, long id, Instant now) {
    table.touch(id);
    families.changed(mother.id(), now);
  }

  private void write(LockedMother mother, Family family, Instant now) {
    families.write(List.of(family), now);
    families.changed(mother.id(), now);
  }
}
