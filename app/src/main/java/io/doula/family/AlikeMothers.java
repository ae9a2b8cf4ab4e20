package io.doula.family;

import io.doula.core.Ids;
import io.doula.core.Viewer;
import io.doula.family.Duplicates.Alike;
import io.doula.family.Duplicates.Why;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Pairs of mothers who agree in something, and of whom nobody said that they are two. */
@Repository
class AlikeMothers {
  /** Dates of one pregnancy by two methods lie less apart. */
  private static final int NEAR = 14;

  /** A number that more share is a family's, a clinic's, or made up. */
  private static final int SHARED_BY = 6;

  /** So many pairs are looked at for one page. */
  static final int AT_ONCE = 5_000;

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

  private static final String COLUMNS =
      """
      a.id as a_id, a.clinic_id as a_clinic_id, a.full_name as a_full_name, a.phone as a_phone,
        a.external_id as a_external_id, b.id as b_id, b.clinic_id as b_clinic_id,
        b.full_name as b_full_name, b.phone as b_phone, b.external_id as b_external_id
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

  AlikeMothers(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  private JdbcClient.StatementSpec ask(String sql, Viewer viewer) {
    return jdbc.sql(
            sql.replace("SEEN", SEEN).replace("NEAR_EACH", EXPECTED).replace("COLUMNS", COLUMNS))
        .param("all", viewer.seesAll())
        .param("clinics", viewer.clinicArray())
        .param("near", NEAR)
        .param("sharedBy", SHARED_BY);
  }

  /** Pairs of these clinics of which the first is above an id, in order; at most AT_ONCE. */
  List<Pair> ofClinics(Viewer viewer, @Nullable Long clinic, long after) {
    return ask(OF_CLINICS, viewer)
        .param("clinic", clinic)
        .param("after", after)
        .param("most", AT_ONCE)
        .query(AlikeMothers::pair)
        .list();
  }

  /** Pairs of which she is the first, at most ten. */
  List<Pair> ofMother(long mother, Viewer viewer) {
    return ask(OF_MOTHER, viewer).param("mother", mother).query(AlikeMothers::pair).list();
  }

  /** Two of whom one may be the other, the lower number first where it is of no one. */
  record Pair(Alike one, Alike other, List<Why> why) {}

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
}
