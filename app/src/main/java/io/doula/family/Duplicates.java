package io.doula.family;

import io.doula.core.Ids;
import io.doula.core.Invalid;
import io.doula.core.NotFound;
import io.doula.core.Page;
import io.doula.core.Paging;
import io.doula.core.Trail;
import io.doula.core.Viewer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Mothers who may be one: of one phone and alike names, or of one name and a child's birth date, or
 * of one name and expected days that are near each other. A person decides; two of whom somebody
 * said that they are two are not proposed again.
 */
@Service
public class Duplicates {
  /** Dates of one pregnancy by two methods lie less apart. */
  private static final int NEAR = 14;

  /** A number that more share is a family's, a clinic's, or made up. */
  private static final int SHARED_BY = 6;

  /** So many pairs are looked at for one page. */
  private static final int AT_ONCE = 5_000;

  private static final String SEEN =
      """
      (:all or a.clinic_id = any(:clinics)) and (:all or b.clinic_id = any(:clinics))
        and a.erased_at is null and b.erased_at is null
      """;

  private static final String EXPECTED =
      """
      exists (
        select from pregnancy p join pregnancy q on abs(p.edd - q.edd) <= :near
        where p.mother_id = a.id and q.mother_id = b.id
          and p.outcome is null and q.outcome is null)
      """;

  private static final String OF_CLINICS =
      """
      with few as (
        select phone from mother
        where (:all or clinic_id = any(:clinics)) and erased_at is null
        group by phone having count(*) between 2 and :sharedBy),
      pair as (
        select a.id as one, b.id as other, 'PHONE' as why
        from few
        join mother a on a.phone = few.phone
        join mother b on b.phone = few.phone and b.id > a.id
        where SEEN
        union all
        select a.id, b.id, 'BIRTH'
        from baby x
        join mother a on a.id = x.mother_id
        join mother b on b.name_key = a.name_key and b.id > a.id
        join baby y on y.mother_id = b.id and y.birth_date = x.birth_date
        where SEEN
        union all
        select a.id, b.id, 'EXPECTED'
        from mother a
        join mother b on b.name_key = a.name_key and b.clinic_id = a.clinic_id and b.id > a.id
        where SEEN and NEAR_EACH),
      proposed as (
        select one, other, array_agg(distinct why) as why
        from pair
        where one > :after
          and not exists (select from two_people t where t.mother_id = one and t.other_id = other)
        group by one, other)
      select p.why, COLUMNS
      from proposed p
      join mother a on a.id = p.one
      join mother b on b.id = p.other
      where (cast(:clinic as bigint) is null or :clinic in (a.clinic_id, b.clinic_id))
      order by p.one, p.other
      limit :most
      """;

  /** The same of one mother, by indexes. */
  private static final String OF_MOTHER =
      """
      with pair as (
        select b.id, 'PHONE' as why
        from mother a join mother b on b.phone = a.phone
        where a.id = :mother and SEEN
          and (select count(*) from mother m where m.phone = a.phone) <= :sharedBy
        union all
        select b.id, 'BIRTH'
        from mother a
        join mother b on b.name_key = a.name_key
        join baby x on x.mother_id = a.id
        join baby y on y.mother_id = b.id and y.birth_date = x.birth_date
        where a.id = :mother and SEEN
        union all
        select b.id, 'EXPECTED'
        from mother a join mother b on b.name_key = a.name_key and b.clinic_id = a.clinic_id
        where a.id = :mother and SEEN and NEAR_EACH),
      proposed as (
        select :mother as one, id as other, array_agg(distinct why) as why
        from pair
        where id <> :mother
          and not exists (
            select from two_people t
            where t.mother_id = least(id, :mother) and t.other_id = greatest(id, :mother))
        group by id)
      select p.why, COLUMNS
      from proposed p
      join mother a on a.id = p.one
      join mother b on b.id = p.other
      order by p.other
      limit 10
      """;

  private final JdbcClient jdbc;
  private final Clinics clinics;
  private final MotherTable mothers;
  private final Locks locks;
  private final MergedRows rows;
  private final Trail trail;

  Duplicates(
      JdbcClient jdbc,
      Clinics clinics,
      MotherTable mothers,
      Locks locks,
      MergedRows rows,
      Trail trail) {
    this.jdbc = jdbc;
    this.clinics = clinics;
    this.mothers = mothers;
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
      List<Pair> pairs =
          ask(OF_CLINICS, viewer)
              .param("clinic", clinicId)
              .param("after", after)
              .param("most", AT_ONCE)
              .query(Duplicates::pair)
              .list();
      more = pairs.size() == AT_ONCE;
      List<Pair> whole = more ? withoutLast(pairs) : pairs;
      found.addAll(candidates(whole));
      after = whole.isEmpty() ? after : Long.parseLong(last(whole).one.id());
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
    List<Candidate> found =
        candidates(
            ask(OF_MOTHER, viewer).param("mother", motherId).query(Duplicates::pair).list());
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
    mothers.find(motherId, viewer).orElseThrow(() -> new NotFound("mother"));
    rows.toldApart(motherId, otherId, now);
    for (long id : new long[] {motherId, otherId}) {
      trail.changed(viewer, Trail.About.mother(id).fields("notSame"), now);
    }
  }

  private JdbcClient.StatementSpec ask(String sql, Viewer viewer) {
    return jdbc.sql(
            sql.replace("SEEN", SEEN)
                .replace("NEAR_EACH", EXPECTED)
                .replace("COLUMNS", columns("a") + ", " + columns("b")))
        .param("all", viewer.seesAll())
        .param("clinics", viewer.clinicArray())
        .param("near", NEAR)
        .param("sharedBy", SHARED_BY);
  }

  private static String columns(String of) {
    return "%1$s.id as %1$s_id, %1$s.clinic_id as %1$s_clinic_id, %1$s.full_name as %1$s_full_name, %1$s.phone as %1$s_phone, %1$s.external_id as %1$s_external_id"
        .formatted(of);
  }

  private record Pair(Alike one, Alike other, List<Why> why) {}

  private static Pair pair(ResultSet row, int n) throws SQLException {
    return new Pair(
        alike(row, "a_"),
        alike(row, "b_"),
        Stream.of((String[]) row.getArray("why").getArray()).map(Why::valueOf).sorted().toList());
  }

  private static Alike alike(ResultSet row, String of) throws SQLException {
    return new Alike(
        Ids.text(row.getLong(of + "id")),
        Ids.text(row.getLong(of + "clinic_id")),
        Objects.requireNonNull(row.getString(of + "full_name")),
        Objects.requireNonNull(row.getString(of + "phone")),
        row.getString(of + "external_id"));
  }

  /** A phone says nothing where the names are other ones: families share them. */
  private static List<Candidate> candidates(List<Pair> pairs) {
    Map<Alike, List<Other>> by = new LinkedHashMap<>();
    for (Pair pair : pairs) {
      boolean byPhoneAlone = pair.why.equals(List.of(Why.PHONE));
      if (!byPhoneAlone || Likeness.alike(pair.one.fullName(), pair.other.fullName())) {
        by.computeIfAbsent(pair.one, one -> new ArrayList<>()).add(new Other(pair.other, pair.why));
      }
    }
    return by.entrySet().stream()
        .map(entry -> new Candidate(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static List<Pair> withoutLast(List<Pair> pairs) {
    Alike last = last(pairs).one;
    List<Pair> whole = pairs.stream().filter(pair -> !pair.one.equals(last)).toList();
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
