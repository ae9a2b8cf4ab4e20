package io.doula.family;

import io.doula.core.Ids;
import io.doula.core.Invalid;
import io.doula.core.NotFound;
import io.doula.core.Page;
import io.doula.core.Paging;
import io.doula.core.Trail;
import io.doula.core.Viewer;
import io.doula.family.AlikeMothers.Pair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Mothers who may be one: of one phone and alike names, or of one name and a child's birth date, or
 * of one name and expected days that are near each other. A person decides; two of whom somebody
 * said that they are two are not proposed again.
 */
@Service
public class Duplicates {
  private final AlikeMothers alike;
  private final Clinics clinics;
  private final Locks locks;
  private final MergedRows rows;
  private final Trail trail;

  Duplicates(AlikeMothers alike, Clinics clinics, Locks locks, MergedRows rows, Trail trail) {
    this.alike = alike;
    this.clinics = clinics;
    this.locks = locks;
    this.rows = rows;
    this.trail = trail;
  }

  /** Why two are proposed: which of their data agree, besides the name. */
  public enum Why {
    PHONE,
    BIRTH,
    EXPECTED
  }

  /** A mother, as far as it helps to tell whether she is another. */
  public record Alike(
      String id, String clinicId, String fullName, String phone, @Nullable String externalId) {}

  /** Who may be the same as somebody, and why. */
  public record Other(Alike mother, List<Why> why) {}

  /** A mother, and who else registered later may be she. */
  public record Candidate(Alike mother, List<Other> others) {
    String id() {
      return mother.id();
    }
  }

  /**
   * A page of mothers who may have been registered again, by id.
   *
   * @param clinic pairs of which one at least is of this clinic; null: all the viewer works in
   * @throws Invalid when clinic is none
   * @throws NotFound when the viewer doesn't work in the clinic
   */
  @Transactional
  public Page<Candidate> list(Viewer viewer, @Nullable String clinic, Paging paging, Instant now) {
    Long clinicId = clinic == null ? null : Ids.inField(clinic, "clinic");
    if (clinicId != null) {
      clinics.one(clinicId, viewer);
    }
    List<Candidate> found = new ArrayList<>();
    long after = paging.after();
    boolean more = true;
    while (more && found.size() <= paging.limit()) {
      List<Pair> pairs = alike.ofClinics(viewer, clinicId, after);
      more = pairs.size() == AlikeMothers.AT_ONCE;
      List<Pair> whole = more ? withoutLast(pairs) : pairs;
      found.addAll(candidates(whole));
      after = whole.isEmpty() ? after : Long.parseLong(last(whole).one().id());
    }
    Page<Candidate> page =
        Page.of(
            found.size() > paging.limit() ? found.subList(0, paging.limit() + 1) : found,
            paging,
            one -> Long.parseLong(one.id()));
    viewed(page.items(), viewer, now);
    return page;
  }

  /** Who may be the same as a mother; she is being shown. At most ten. */
  @Transactional
  public List<Other> of(long motherId, Viewer viewer, Instant now) {
    List<Candidate> found = candidates(alike.ofMother(motherId, viewer));
    viewed(found, viewer, now);
    return found.isEmpty() ? List.of() : found.get(0).others();
  }

  /**
   * Somebody says that two are two; again: nothing changes.
   *
   * @throws Invalid when other is none or the same
   * @throws NotFound when one of them is not there, or not in the viewer's clinics
   */
  @Transactional
  public void notSame(long motherId, @Nullable String other, Viewer viewer, Instant now) {
    if (other == null) {
      throw new Invalid("as", "is missing");
    }
    long otherId = Ids.inField(other, "as");
    if (otherId == motherId) {
      throw new Invalid("as", "is the same record");
    }
    locks.two(motherId, otherId, viewer, now);
    rows.toldApart(motherId, otherId, now);
    for (long id : new long[] {motherId, otherId}) {
      trail.changed(viewer, Trail.About.mother(id).fields("notSame"), now);
    }
  }

  /** A phone says nothing where the names are other ones: families share them. */
  private static List<Candidate> candidates(List<Pair> pairs) {
    Map<Alike, List<Other>> by = new LinkedHashMap<>();
    for (Pair pair : pairs) {
      boolean byPhoneAlone = pair.why().equals(List.of(Why.PHONE));
      if (!byPhoneAlone || Likeness.alike(pair.one().fullName(), pair.other().fullName())) {
        by.computeIfAbsent(pair.one(), one -> new ArrayList<>())
            .add(new Other(pair.other(), pair.why()));
      }
    }
    return by.entrySet().stream()
        .map(entry -> new Candidate(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static List<Pair> withoutLast(List<Pair> pairs) {
    Alike last = last(pairs).one();
    List<Pair> whole = pairs.stream().filter(pair -> !pair.one().equals(last)).toList();
    return whole.isEmpty() ? pairs : whole;
  }

  private static Pair last(List<Pair> pairs) {
    return pairs.get(pairs.size() - 1);
  }

  private void viewed(List<Candidate> found, Viewer viewer, Instant now) {
    trail.viewed(
        viewer,
        Trail.About.list(
            Trail.Thing.MOTHER,
            found.stream()
                .flatMap(
                    one ->
                        Stream.concat(
                            Stream.of(one.mother()), one.others().stream().map(Other::mother)))
                .map(one -> Long.valueOf(one.id()))
                .toList()),
        now);
  }
}
