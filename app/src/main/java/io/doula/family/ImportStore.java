package io.doula.family;

import io.doula.core.Trail;
import io.doula.core.Viewer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Stores lines of a register, many in one transaction and few statements. */
@Repository
class ImportStore {
  private final JdbcClient jdbc;
  private final MotherTable mothers;
  private final DoseTable doses;
  private final ContactTable contacts;
  private final Families families;
  private final Trail trail;
  private final ErasedMarks erased;
  private final KnownBefore knownBefore;

  ImportStore(
      JdbcClient jdbc,
      MotherTable mothers,
      DoseTable doses,
      ContactTable contacts,
      Families families,
      Trail trail,
      ErasedMarks erased,
      KnownBefore knownBefore) {
    this.knownBefore = knownBefore;
    this.erased = erased;
    this.trail = trail;
    this.jdbc = jdbc;
    this.mothers = mothers;
    this.doses = doses;
    this.contacts = contacts;
    this.families = families;
  }

  /** All of them, or on any fault of the database none. */
  @Transactional
  public ImportResult store(List<ImportLine> lines, Viewer viewer, Instant now) {
    lockClinics(lines);
    ImportMerge merge = known(lines, now);
    int accepted = 0;
    int unchanged = 0;
    List<ImportResult.Rejected> rejected = new ArrayList<>();
    for (ImportLine line : lines) {
      try {
        switch (merge.take(line)) {
          case ACCEPTED -> accepted++;
          case UNCHANGED -> unchanged++;
        }
      } catch (ImportRefusal e) {
        rejected.add(e.at(line.line()));
      }
    }
    write(merge, now);
    trail.enter(
        Trail.Deed.IMPORTED,
        Trail.By.of(viewer),
        Trail.About.list(Trail.Thing.MOTHER, merge.touched()),
        now);
    return new ImportResult(accepted, unchanged, rejected);
  }

  /**
   * Tells the database how large its tables have become. It finds out by itself a minute later, and
   * until then reads whole tables for what an index would give.
   */
  public void countTables() {
    jdbc.sql("analyze mother, pregnancy, baby, dose, visit, reminder, reminder_visit").update();
  }

  /**
   * Two imports into one clinic take turns, so that neither misses whom the other is registering.
   */
  private void lockClinics(List<ImportLine> lines) {
    jdbc.sql("select id from clinic where id = any(:ids) order by id for no key update")
        .param("ids", lines.stream().map(ImportLine::clinicId).distinct().toArray(Long[]::new))
        .query(Long.class)
        .list();
  }

  private ImportMerge known(List<ImportLine> lines, Instant now) {
    List<MotherRow> rows = mothers.lockKnown(numbers(lines), names(lines));
    Set<Long> ids = rows.stream().map(MotherRow::id).collect(Collectors.toSet());
    NewIds pregnancyIds = families.pregnancyIds(lines.size());
    NewIds babyIds = families.babyIds(lines.size());
    Map<Long, Family> known = families.of(ids, pregnancyIds, babyIds);
    ImportMerge merge =
        new ImportMerge(
            new NewIds(mothers::newIds, lines.size()),
            id -> new Family(id, pregnancyIds, babyIds),
            id -> contacts.ofPregnancy(id, ContactTable.ANTENATAL),
            doses.of(ids),
            erased.among(lines),
            now);
    rows.forEach(row -> merge.knows(row, Objects.requireNonNull(known.get(row.id()))));
    knownBefore.of(ids).forEach(merge::knewAs);
    knownBefore.tellFormer(known);
    return merge;
  }

  private static MotherTable.Numbers numbers(List<ImportLine> lines) {
    List<ImportLine> numbered =
        lines.stream().filter(line -> line.mother().externalId() != null).toList();
    return new MotherTable.Numbers(
        numbered.stream().map(ImportLine::clinicId).toArray(Long[]::new),
        numbered.stream().map(line -> line.mother().externalId()).toArray(String[]::new));
  }

  private static MotherTable.Names names(List<ImportLine> lines) {
    List<ImportLine> others =
        lines.stream().filter(line -> line.mother().externalId() == null).toList();
    return new MotherTable.Names(
        others.stream().map(ImportLine::clinicId).toArray(Long[]::new),
        others.stream().map(line -> line.mother().phone()).toArray(String[]::new),
        others.stream().map(line -> line.mother().fullName()).toArray(String[]::new));
  }

  private void write(ImportMerge merge, Instant now) {
    mothers.insert(merge.newMothers(), now);
    mothers.update(merge.changedMothers(), now);
    families.write(merge.families(), now);
    doses.insert(merge.newDoses(), now);
    families.changed(merge.touched(), now);
  }
}
