package io.doula.family;

import io.doula.core.Conflict;
import io.doula.core.FieldErrors;
import io.doula.core.Ids;
import io.doula.core.Invalid;
import io.doula.core.NotFound;
import io.doula.core.Page;
import io.doula.core.Paging;
import io.doula.core.Trail;
import io.doula.core.Trail.About;
import io.doula.core.Viewer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The mothers. */
@Service
public class Mothers {
  private final MotherTable table;
  private final Clinics clinics;
  private final Locks locks;
  private final Families families;
  private final FamilyView view;
  private final MergeBook book;
  private final KnownBefore knownBefore;
  private final Trail trail;

  Mothers(
      MotherTable table,
      Clinics clinics,
      Locks locks,
      Families families,
      FamilyView view,
      MergeBook book,
      KnownBefore knownBefore,
      Trail trail) {
    this.book = book;
    this.knownBefore = knownBefore;
    this.trail = trail;
    this.table = table;
    this.clinics = clinics;
    this.locks = locks;
    this.families = families;
    this.view = view;
  }

  /**
   * A page of mothers, by id.
   *
   * @param clinic only this clinic's; null: all the viewer works in
   * @param q parts of a name (in any case, with or without accents; hers, a baby's or a
   *     caregiver's), a part of a phone however it is written, or of an external id; null: all
   * @throws Invalid when clinic or q is none
   * @throws NotFound when the viewer doesn't work in the clinic
   */
  public Page<Mother> list(
      Viewer viewer, @Nullable String clinic, @Nullable String q, Paging paging, Instant now) {
    Long clinicId = clinic == null ? null : Ids.inField(clinic, "clinic");
    if (clinicId != null) {
      clinics.one(clinicId, viewer);
    }
    Page<MotherRow> page =
        Page.of(table.list(viewer, clinicId, SoughtWords.of(q), paging), paging, MotherRow::id);
    trail.viewed(
        viewer,
        About.list(Trail.Thing.MOTHER, page.items().stream().map(MotherRow::id).toList()),
        now);
    return new Page<>(page.items().stream().map(Mother::of).toList(), page.next());
  }

  /**
   * @throws MergedAway when her record was put into another's
   * @throws NotFound when there is none, or not in the viewer's clinics
   */
  @Transactional
  public Mother.WithFamily one(long id, Viewer viewer, Instant now) {
    Mother.WithFamily found = view.family(find(id, viewer), viewer, now);
    trail.viewed(viewer, About.mother(id), now);
    return found;
  }

  private MotherRow find(long id, Viewer viewer) {
    return table
        .find(id, viewer)
        .orElseThrow(
            () ->
                book.ofMerged(id, viewer)
                    .<NotFound>map(entry -> new MergedAway(entry.motherId()))
                    .orElseGet(() -> new NotFound("mother")));
  }

  /**
   * Registers a mother.
   *
   * @throws Invalid naming the fields that are wrong
   * @throws NotFound when the viewer doesn't work in the clinic
   * @throws Conflict when the clinic has a mother of that external id
   */
  @Transactional
  public Mother.WithFamily add(MotherForm form, Viewer viewer, Instant now) {
    MotherDetails details = read(form);
    long clinic = clinic(form, viewer);
    MotherRow row = MotherRow.registered(table.newIds(1).get(0), clinic, details, now);
    table.insert(List.of(row), now);
    trail.added(viewer, About.mother(row.id()), now);
    families.changed(row.id(), now);
    return view.family(find(row.id(), viewer), viewer, now);
  }

  /**
   * Changes a mother.
   *
   * @param expected refuses the stored version when the sender had read another
   * @param change makes the new form of the stored one
   */
  @Transactional
  public Mother.WithFamily change(
      long id, IntConsumer expected, UnaryOperator<MotherForm> change, Viewer viewer, Instant now) {
    locks.mother(id, viewer, now);
    MotherRow before = find(id, viewer);
    expected.accept(before.version());
    MotherForm form = change.apply(before.form());
    MotherDetails details = read(form);
    MotherRow after = before.with(clinic(form, viewer), details, now);
    if (!after.equals(before)) {
      table.update(List.of(after), now);
      trail.changed(
          viewer, About.mother(id).fields(Changes.between(before.form(), after.form())), now);
      families.changed(id, now);
    }
    return view.family(find(id, viewer), viewer, now);
  }

  private static MotherDetails read(MotherForm form) {
    FieldErrors errors = new FieldErrors();
    MotherDetails details = form.read(errors);
    errors.require(form.clinicId() != null, "clinicId", "is missing");
    errors.throwIfAny();
    return details;
  }

  private long clinic(MotherForm form, Viewer viewer) {
    long clinic = Ids.inField(Objects.requireNonNull(form.clinicId()), "clinicId");
    clinics.one(clinic, viewer);
    return clinic;
  }

  /** She wants no more messages; again: nothing changes. */
  @Transactional
  public Mother.WithFamily optOut(long id, Viewer viewer, Instant now) {
    locks.mother(id, viewer, now);
    optOut(find(id, viewer), Trail.By.of(viewer), now);
    return view.family(find(id, viewer), viewer, now);
  }

  /**
   * Somebody answered STOP: all who are reached at that address, or were under a record that was
   * put into theirs, get no more messages.
   *
   * @param address a phone, E.164, or an email address
   * @return how many were opted out by this
   */
  @Transactional
  public int optOutAt(String address, Instant now) {
    locks.clinicsOf(address);
    return (int)
        table.lockReachedAt(address, true).stream()
            .filter(row -> optOut(row, Trail.By.PERSON, now))
            .count();
  }

  /**
   * She ended her messages herself, by a link that is hers alone.
   *
   * @throws NotFound when she is not there any more
   */
  @Transactional
  public void optOutByHer(long id, Instant now) {
    MotherRow her =
        lock(id)
            // her record may have been put into another while she was waited for
            .or(() -> knownBefore.now(id).flatMap(this::lock))
            .orElseThrow(() -> new NotFound("mother"));
    optOut(her, Trail.By.PERSON, now);
  }

  private Optional<MotherRow> lock(long id) {
    locks.clinicOf(id);
    return table.lock(id);
  }

  /**
   * Somebody answered START: all who are reached at that address, and once consented, get messages
   * again.
   *
   * @param address a phone, E.164, or an email address
   * @return how many were opted in by this
   */
  @Transactional
  public int optInAt(String address, Instant now) {
    locks.clinicsOf(address);
    return (int)
        table.lockReachedAt(address, false).stream()
            .filter(row -> optIn(row, Trail.By.PERSON, now))
            .count();
  }

  private boolean optIn(MotherRow row, Trail.By by, Instant now) {
    if (row.optedOutAt() == null || !row.details().consent()) {
      return false;
    }
    table.update(List.of(row.optedOut(null)), now);
    trail.enter(Trail.Deed.CHANGED, by, About.mother(row.id()).fields("optedOut"), now);
    families.changed(row.id(), now);
    return true;
  }

  private boolean optOut(MotherRow row, Trail.By by, Instant now) {
    if (row.optedOutAt() != null) {
      families.stoppedBefore(row.id());
      return false;
    }
    table.update(List.of(row.optedOut(now)), now);
    trail.enter(Trail.Deed.CHANGED, by, About.mother(row.id()).fields("optedOut"), now);
    families.changed(row.id(), now);
    return true;
  }

  /**
   * She wants messages again; when she did anyway, nothing changes.
   *
   * @throws Conflict when there is no consent: that is recorded first
   */
  @Transactional
  public Mother.WithFamily optIn(long id, Viewer viewer, Instant now) {
    locks.mother(id, viewer, now);
    MotherRow row = find(id, viewer);
    if (!row.details().consent()) {
      throw new Conflict("she has not consented to messages: record her consent first");
    }
    optIn(row, Trail.By.of(viewer), now);
    return view.family(find(id, viewer), viewer, now);
  }

  /**
   * Records a mother's death, and who gets the messages about her living babies from now on. A
   * caregiver who is new consents for himself: what she had said about messages counts no more.
   *
   * @throws Invalid naming what is wrong
   * @throws Conflict when she is recorded to have died on another day
   */
  @Transactional
  public Mother.WithFamily die(long id, DeathForm form, Viewer viewer, Instant now) {
    LockedMother mother = locks.mother(id, viewer, now);
    FieldErrors errors = new FieldErrors();
    Caregiver sent = form.caregiver() == null ? null : form.caregiver().read(errors);
    LocalDate on = mother.day(errors, form.on(), lastBirth(mother), "is before her last birth");
    errors.throwIfAny();
    MotherRow row = find(id, viewer);
    if (row.diedOn() != null && !row.diedOn().equals(on)) {
      throw new Conflict("her death is recorded with another date");
    }
    Caregiver caregiver = sent == null ? row.caregiver() : sent;
    boolean takesOver = sent != null && !sent.equals(row.caregiver());
    if (row.diedOn() == null || takesOver) {
      table.updateDeath(id, Objects.requireNonNull(on), caregiver, takesOver, now);
      trail.changed(
          viewer,
          About.mother(id).fields(takesOver ? List.of("diedOn", "caregiver") : List.of("diedOn")),
          now);
      families.changed(id, now);
    }
    return view.family(find(id, viewer), viewer, now);
  }

  private @Nullable LocalDate lastBirth(LockedMother mother) {
    return families.of(mother).babies().stream()
        .map(baby -> baby.details().birthDate())
        .max(LocalDate::compareTo)
        .orElse(null);
  }
}
