package io.doula.family;

import io.doula.core.FieldError;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Some lines of a register on their way in: families as they are known, and what the lines make of
 * them, one after the other (docs/decisions/imports.md). Nothing is written here.
 */
final class ImportMerge {
  /** What became of a line. */
  enum Verdict {
    ACCEPTED,
    UNCHANGED
  }

  /** By what a mother is found again: her number in the register, else her phone and name. */
  private record Identity(long clinicId, String number, String name) {}

  /** A mother in the batch, her row as the lines so far left it. */
  private static final class Known {
    private final boolean isNew;
    private final Family family;
    private MotherRow row;
    private boolean isChanged;

    Known(MotherRow row, boolean isNew, Family family) {
      this.row = row;
      this.isNew = isNew;
      this.family = family;
    }
  }

  private final NewIds motherIds;
  private final LongFunction<Family> noFamily;
  private final LongFunction<List<Contact>> contacts;
  private final Instant now;
  private final Map<Identity, Known> byExternalId = new HashMap<>();
  private final Map<Identity, Known> byPhone = new HashMap<>();
  private final Map<Identity, Known> formerly = new HashMap<>();
  private final Map<Long, Known> mothers = new LinkedHashMap<>();
  private final Set<Long> touched = new LinkedHashSet<>();
  private final Set<DoseTable.Key> doses;
  private final Set<ImportLine> erased;
  private final Set<DoseTable.Key> newDoses = new LinkedHashSet<>();

  /**
   * @param noFamily an empty family for a mother of that id
   * @param contacts the antenatal contacts of a pregnancy
   * @param doses those of the families known
   * @param erased lines about people who were erased
   */
  ImportMerge(
      NewIds motherIds,
      LongFunction<Family> noFamily,
      LongFunction<List<Contact>> contacts,
      Set<DoseTable.Key> doses,
      Set<ImportLine> erased,
      Instant now) {
    this.erased = erased;
    this.motherIds = motherIds;
    this.noFamily = noFamily;
    this.contacts = contacts;
    this.doses = doses;
    this.now = now;
  }

  void knows(MotherRow row, Family family) {
    remember(new Known(row, false, family));
  }

  /** By what she was known before two records of hers were put together. */
  void knewAs(KnownBefore.Before before) {
    Known mother = mothers.get(before.motherId());
    if (mother != null && before.externalId() != null) {
      formerly.putIfAbsent(new Identity(before.clinicId(), before.externalId(), ""), mother);
    }
    if (mother != null) {
      formerly.putIfAbsent(
          new Identity(before.clinicId(), before.phone(), before.fullName()), mother);
    }
  }

  private Known remember(Known mother) {
    mothers.put(mother.row.id(), mother);
    long clinic = mother.row.clinicId();
    MotherDetails details = mother.row.details();
    if (details.externalId() != null) {
      byExternalId.putIfAbsent(new Identity(clinic, details.externalId(), ""), mother);
    }
    byPhone.putIfAbsent(new Identity(clinic, details.phone(), details.fullName()), mother);
    return mother;
  }

  /**
   * Takes one line in.
   *
   * @throws ImportRefusal when it contradicts what is recorded; nothing is taken of it then
   */
  Verdict take(ImportLine line) {
    Known mother = known(line).get(identity(line));
    boolean asFormerly = mother == null && formerly.containsKey(identity(line));
    if (asFormerly) {
      mother = formerly.get(identity(line));
    }
    if (mother == null && erased.contains(line)) {
      throw new ImportRefusal(
          "",
          "this person was erased: a file does not bring her back, only a person registers her again");
    }
    refuseNews(line, mother);
    if (mother != null) {
      refuse(line, mother);
    }
    int before = mother == null ? -1 : mother.family.changes() + newDoses.size();
    boolean rowChanged = false;
    if (mother == null) {
      mother = register(line);
    } else if (!asFormerly) {
      rowChanged = update(line, mother);
    }
    takeFamily(line, mother, asFormerly);
    boolean changed = rowChanged || mother.family.changes() + newDoses.size() != before;
    if (changed) {
      touched.add(mother.row.id());
    }
    return changed ? Verdict.ACCEPTED : Verdict.UNCHANGED;
  }

  private Map<Identity, Known> known(ImportLine line) {
    return line.mother().externalId() != null ? byExternalId : byPhone;
  }

  private static Identity identity(ImportLine line) {
    MotherDetails sent = line.mother();
    return sent.externalId() != null
        ? new Identity(line.clinicId(), sent.externalId(), "")
        : new Identity(line.clinicId(), sent.phone(), sent.fullName());
  }

  private Known register(ImportLine line) {
    long id = motherIds.next();
    return remember(
        new Known(
            MotherRow.registered(id, line.clinicId(), line.mother(), now),
            true,
            noFamily.apply(id)));
  }

  private boolean update(ImportLine line, Known mother) {
    MotherRow after = mother.row.with(line.clinicId(), line.over(mother.row), now);
    if (after.equals(mother.row)) {
      return false;
    }
    mother.row = after;
    mother.isChanged = true;
    remember(mother);
    return true;
  }

  /** What is wrong today stands where it is news; what is recorded was right on its day. */
  private void refuseNews(ImportLine line, @Nullable Known mother) {
    List<FieldError> news =
        line.faultsToday().stream()
            .filter(fault -> mother == null || !isRecorded(fault.field(), line, mother.family))
            .toList();
    if (!news.isEmpty()) {
      throw new ImportRefusal(news);
    }
  }

  private boolean isRecorded(String column, ImportLine line, Family family) {
    if (column.equals(line.datesColumn())) {
      return Told.isRecorded(family, Objects.requireNonNull(line.dates()));
    }
    Optional<BabyRow> baby = Told.baby(family, Objects.requireNonNull(line.baby()));
    ImportLine.Given dose = line.doses().get(column);
    return baby.isPresent()
        && (dose == null
            || doses.contains(new DoseTable.Key(baby.get().id(), dose.vaccine(), dose.on())));
  }

  private void refuse(ImportLine line, Known mother) {
    LocalDate died = mother.row.diedOn();
    BabyDetails sent = line.baby();
    if (sent != null) {
      BabyRow baby = Told.baby(mother.family, sent).orElse(null);
      if (baby == null && died != null && sent.birthDate().isAfter(died)) {
        throw new ImportRefusal("baby_birth_date", "is after the mother's death");
      }
      LocalDate babyDied = baby == null ? null : baby.diedOn();
      line.doses().forEach((column, dose) -> refuseAfter(column, dose.on(), babyDied));
    }
    PregnancyDates dates = line.dates();
    if (dates == null || Told.isTold(mother.family, dates)) {
      return;
    }
    if (died != null) {
      throw new ImportRefusal(line.datesColumn(), "begins a pregnancy of a mother who has died");
    }
    mother.family.openPregnancy().ifPresent(open -> refuseAfterContact(line, open, dates));
  }

  private static void refuseAfter(String column, LocalDate on, @Nullable LocalDate died) {
    if (died != null && on.isAfter(died)) {
      throw new ImportRefusal(column, "is after the baby's death");
    }
  }

  private void refuseAfterContact(ImportLine line, PregnancyRow open, PregnancyDates dates) {
    if (contacts.apply(open.id()).stream().anyMatch(c -> c.on().isBefore(dates.lmp()))) {
      throw new ImportRefusal(
          line.datesColumn(), "makes the pregnancy begin after a contact that is recorded");
    }
  }

  /**
   * @param asFormerly the line is about the other record that was put into hers: it adds what is
   *     new, and has no say in what is known
   */
  private void takeFamily(ImportLine line, Known mother, boolean asFormerly) {
    Family family = mother.family;
    PregnancyDates dates = line.dates();
    if (dates != null && !Told.isTold(family, dates)) {
      PregnancyRow open = family.openPregnancy().orElse(null);
      if (open == null) {
        family.begin(dates);
      } else if (!asFormerly) {
        family.change(open.dated(dates));
      }
    }
    BabyDetails sent = line.baby();
    if (sent != null) {
      boolean ofAnother = asFormerly || Told.isFormer(family, sent);
      BabyRow baby = takeBaby(family, sent, line.today(), ofAnother);
      line.doses().values().forEach(dose -> takeDose(baby, dose));
    }
  }

  private static BabyRow takeBaby(
      Family family, BabyDetails sent, LocalDate today, boolean asFormerly) {
    Optional<BabyRow> known = Told.baby(family, sent);
    if (known.isEmpty()) {
      return family.bear(sent, today);
    }
    BabyRow baby = known.get();
    BabyDetails after = ImportLine.over(sent, baby.details());
    if (!after.equals(baby.details()) && !asFormerly) {
      family.change(baby.with(after));
    }
    return baby;
  }

  private void takeDose(BabyRow baby, ImportLine.Given given) {
    DoseTable.Key dose = new DoseTable.Key(baby.id(), given.vaccine(), given.on());
    if (doses.add(dose)) {
      newDoses.add(dose);
    }
  }

  List<MotherRow> newMothers() {
    return mothers.values().stream().filter(m -> m.isNew).map(m -> m.row).toList();
  }

  List<MotherRow> changedMothers() {
    return mothers.values().stream().filter(m -> m.isChanged && !m.isNew).map(m -> m.row).toList();
  }

  Collection<Family> families() {
    return new ArrayList<>(mothers.values().stream().map(m -> m.family).toList());
  }

  Collection<DoseTable.Key> newDoses() {
    return newDoses;
  }

  /** The mothers about whom something is new. */
  Collection<Long> touched() {
    return touched;
  }
}
