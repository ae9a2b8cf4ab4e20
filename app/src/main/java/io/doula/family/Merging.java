package io.doula.family;

import io.doula.core.Conflict;
import io.doula.core.Invalid;
import io.doula.core.NotFound;
import io.doula.core.Trail;
import io.doula.core.Trail.About;
import io.doula.core.Trail.Thing;
import io.doula.core.Viewer;
import io.doula.family.MergeBook.Entry;
import io.doula.family.RowsBefore.Rows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Puts two records of one mother together, and parts them again (docs/decisions/merging.md). */
@Service
public class Merging {
  private final Locks locks;
  private final MotherTable mothers;
  private final PregnancyTable pregnancies;
  private final BabyTable babies;
  private final Families families;
  private final MergeBook book;
  private final RowsBefore snapshots;
  private final KnownBefore known;
  private final MergedRows rows;
  private final JoinedMessages messages;
  private final Trail trail;

  Merging(
      Locks locks,
      MotherTable mothers,
      PregnancyTable pregnancies,
      BabyTable babies,
      Families families,
      MergeBook book,
      RowsBefore snapshots,
      KnownBefore known,
      MergedRows rows,
      JoinedMessages messages,
      Trail trail) {
    this.locks = locks;
    this.mothers = mothers;
    this.pregnancies = pregnancies;
    this.babies = babies;
    this.families = families;
    this.book = book;
    this.snapshots = snapshots;
    this.known = known;
    this.rows = rows;
    this.messages = messages;
    this.trail = trail;
  }

  /**
   * What a merge would do unless it is told otherwise.
   *
   * @param pregnancies which of the other's goes into which of hers, or the other way round
   * @param against why it can't be done so, null when it can
   */
  public record Proposal(
      Map<Long, Long> pregnancies, Map<Long, Long> babies, @Nullable String against) {}

  /**
   * Which entries of two mothers are evidently the same.
   *
   * @throws NotFound when one of them is not there, or not in the viewer's clinics
   */
  @Transactional
  public Proposal proposed(long keptId, long otherId, Viewer viewer) {
    MotherRow kept = row(keptId, viewer);
    MotherRow other = row(otherId, viewer);
    JoinedFamily family = family(keptId, otherId);
    Map<Long, Long> samePregnancies = family.samePregnancies();
    Map<Long, Long> sameBabies = family.sameBabies();
    String against = null;
    try {
      MergedMother.of(kept, other, Set.of());
      family.join(samePregnancies, sameBabies);
    } catch (Conflict e) {
      against = e.getMessage();
    }
    return new Proposal(samePregnancies, sameBabies, against);
  }

  /**
   * Puts the other's record into this one: all that is hers stays, under one number. About messages
   * the stricter of what was said holds.
   *
   * @throws Invalid naming the field
   * @throws NotFound when one of them is not there, or not in the viewer's clinics
   * @throws Conflict when the two contradict each other, with what to put right first
   */
  @Transactional
  public Merge merge(long keptId, MergeForm form, Viewer viewer, Instant now) {
    long otherId = form.other();
    Set<String> taken = form.taken();
    if (otherId == keptId) {
      throw new Invalid("with", "is the same record");
    }
    locks.two(keptId, otherId, viewer, now);
    MotherRow kept = row(keptId, viewer);
    MotherRow other = row(otherId, viewer);
    MotherRow joined = MergedMother.of(kept, other, taken);
    JoinedFamily family = join(keptId, otherId, form);

    Rows before = snapshots.of(List.of(keptId, otherId));
    snapshots.visits(before, family.pregnancyInto.keySet(), family.babyInto.keySet());
    Map<Long, Long> sameVisits = rows.sameVisits(family);
    JoinedMessages.Moved moved =
        messages.join(otherId, keptId, rows.visitsThatGo(family), sameVisits);
    rows.move(keptId, otherId, family, joined, now);
    MergeBook.Done done =
        RowsBefore.done(
            before, snapshots.of(List.of(keptId)), into(keptId, otherId, family), moved);
    long entry = book.enter(keptId, otherId, done, now);
    known.keep(entry, keptId, List.of(other, kept));

    List<String> fields = new ArrayList<>(List.of("mergedWith"));
    fields.addAll(Changes.between(kept.details(), joined.details()));
    trail.changed(viewer, both(keptId, otherId).fields(fields), now);
    families.changed(keptId, now);
    return book.find(entry, viewer).map(Entry::shown).orElseThrow(() -> new NotFound("merge"));
  }

  private JoinedFamily join(long keptId, long otherId, MergeForm form) {
    JoinedFamily family = family(keptId, otherId);
    family.join(
        form.pregnancies() == null
            ? family.samePregnancies()
            : MergeForm.read("pregnancies", form.pregnancies(), family.pregnancyIds()),
        form.babies() == null
            ? family.sameBabies()
            : MergeForm.read("babies", form.babies(), family.babyIds()));
    return family;
  }

  private static Map<String, Map<Long, Long>> into(long keptId, long otherId, JoinedFamily family) {
    return Map.of(
        "mother", Map.of(otherId, keptId),
        "pregnancy", family.pregnancyInto,
        "baby", family.babyInto);
  }

  /**
   * @throws NotFound when there is none, or not in the viewer's clinics
   */
  @Transactional
  public Merge one(long id, Viewer viewer, Instant now) {
    Merge found = entry(id, viewer).shown();
    trail.viewed(viewer, About.mother(Long.parseLong(found.motherId())), now);
    return found;
  }

  /** What was put into a mother's record, the last first; she is being shown. */
  public List<Merge> of(long motherId, Viewer viewer) {
    return book.of(motherId, viewer).stream().map(Entry::shown).toList();
  }

  /** Who has the things of a number that is nobody's any more; null when it was not merged. */
  public @Nullable Long now(long mergedId, Viewer viewer) {
    return book.ofMerged(mergedId, viewer).map(Entry::motherId).orElse(null);
  }

  /**
   * Parts them again: each has what was hers, and what was recorded since about it. Nobody gets
   * messages by it who got none before.
   *
   * @return the two, first the one who had been kept
   * @throws NotFound when there is none, or not in the viewer's clinics
   * @throws Conflict when something was recorded since that can't be given to one of the two
   */
  @Transactional
  public List<String> undo(long id, Viewer viewer, Instant now) {
    long kept = entry(id, viewer).motherId();
    locks.mother(kept, viewer, now);
    Entry entry = entry(id, viewer);
    long other = entry.mergedId();
    if (!viewer.sees(entry.mergedMother().get("clinic_id").asLong())) {
      throw new NotFound("merge");
    }
    boolean last = book.of(entry.motherId(), viewer).get(0).id() == id;
    if (entry.motherId() != entry.keptId() || kept != entry.motherId() || !last) {
      throw new Conflict("she was merged again since: undo that first");
    }
    if (book.wentOn(entry)) {
      throw new Conflict(
          "a birth, a loss or a death was recorded since of what was made one: take that back"
              + " first, or leave the two one");
    }
    book.takeBack(entry);
    rows.followTheirs(kept, other);
    rows.asStrict(other, kept);
    messages.part(kept, other, entry.done().messages());
    rows.toldApart(kept, other, now);
    trail.changed(viewer, both(kept, other).fields("mergedWith"), now);
    families.changed(List.of(kept, other), now);
    return List.of(Long.toString(kept), Long.toString(other));
  }

  private Entry entry(long id, Viewer viewer) {
    return book.find(id, viewer).orElseThrow(() -> new NotFound("merge"));
  }

  private MotherRow row(long id, Viewer viewer) {
    return mothers.find(id, viewer).orElseThrow(() -> new NotFound("mother"));
  }

  private JoinedFamily family(long keptId, long otherId) {
    List<Long> both = List.of(keptId, otherId);
    return new JoinedFamily(keptId, pregnancies.of(both), babies.of(both));
  }

  private static About both(long kept, long other) {
    return new About(Thing.MOTHER, kept, List.of(kept, other), null, List.of());
  }
}
