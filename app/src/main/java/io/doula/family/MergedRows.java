package io.doula.family;

import io.doula.core.Times;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Moves the rows of one mother's record into another's. */
@Repository
class MergedRows {
  /** Those whom nothing refers to first. */
  private static final List<String> MOVE =
      List.of(
          "update pregnancy set mother_id = :kept, version = version + 1 where mother_id = :other",
          "update baby set mother_id = :kept, version = version + 1 where mother_id = :other",
          "update visit set mother_id = :kept where mother_id = :other",
          "update merged set mother_id = :kept where mother_id = :other",
          "update known_as set mother_id = :kept where mother_id = :other",
          """
          insert into two_people (mother_id, other_id, decided_at)
          select least(:kept, t.third), greatest(:kept, t.third), t.decided_at
          from (
            select other_id as third, decided_at from two_people where mother_id = :other
            union all
            select mother_id, decided_at from two_people where other_id = :other) as t
          where t.third <> :kept
          on conflict do nothing
          """,
          "delete from mother where id = :other");

  private static final String DEATH =
      """
      update mother set died_on = :diedOn, caregiver_name = :name, caregiver_phone = :phone,
        caregiver_language = :language
      where id = :id
      """;

  private final JdbcClient jdbc;
  private final MotherTable mothers;
  private final PregnancyTable pregnancies;
  private final BabyTable babies;

  MergedRows(JdbcClient jdbc, MotherTable mothers, PregnancyTable pregnancies, BabyTable babies) {
    this.jdbc = jdbc;
    this.mothers = mothers;
    this.pregnancies = pregnancies;
    this.babies = babies;
  }

  List<Long> visitsThatGo(JoinedFamily family) {
    return jdbc.sql(
            """
            select id from visit where pregnancy_id = any(:pregnancies) or baby_id = any(:babies)
            """)
        .param("pregnancies", ids(family.pregnancyInto.keySet()))
        .param("babies", ids(family.babyInto.keySet()))
        .query(Long.class)
        .list();
  }

  /** Visits that go, each with the one of that code that stays. */
  Map<Long, Long> sameVisits(JoinedFamily family) {
    Map<Long, Long> same = new HashMap<>();
    sameVisits("pregnancy_id", family.pregnancyInto, same);
    sameVisits("baby_id", family.babyInto, same);
    return same;
  }

  private void sameVisits(String of, Map<Long, Long> into, Map<Long, Long> same) {
    jdbc.sql(
            """
            select d.id as gone, s.id as stays
            from unnest(:drop::bigint[], :keep::bigint[]) as pair (drop, keep)
            join visit d on d.%1$s = pair.drop
            join visit s on s.%1$s = pair.keep and s.code = d.code
            """
                .formatted(of))
        .param("drop", ids(into.keySet()))
        .param("keep", ids(into.values()))
        .query(
            row -> {
              same.put(row.getLong("gone"), row.getLong("stays"));
            });
  }

  /** Writes the joined family, and takes the other's row out. */
  void move(long kept, long other, JoinedFamily family, MotherRow joined, Instant now) {
    family.pregnancyInto.forEach((drop, keep) -> facts("contact", "pregnancy_id", drop, keep));
    family.babyInto.forEach((drop, keep) -> facts("contact", "baby_id", drop, keep));
    family.babyInto.forEach((drop, keep) -> facts("dose", "baby_id", drop, keep));
    delete("visit", "baby_id", family.babyInto.keySet());
    delete("visit", "pregnancy_id", family.pregnancyInto.keySet());
    delete("baby", "id", family.babyInto.keySet());
    babies.update(family.changedBabies(), now);
    delete("pregnancy", "id", family.pregnancyInto.keySet());
    pregnancies.update(family.changedPregnancies(), now);
    for (String sql : MOVE) {
      jdbc.sql(sql).param("kept", kept).param("other", other).update();
    }
    mothers.update(List.of(joined), now);
    Caregiver caregiver = joined.caregiver();
    jdbc.sql(DEATH)
        .param("diedOn", joined.diedOn())
        .param("name", caregiver == null ? null : caregiver.fullName())
        .param("phone", caregiver == null ? null : caregiver.phone())
        .param("language", caregiver == null ? null : caregiver.language())
        .param("id", kept)
        .update();
  }

  /** The same fact on the same day is one. */
  private void facts(String table, String of, long drop, long keep) {
    String same =
        table.equals("dose")
            ? "and k.vaccine = f.vaccine and k.given_on = f.given_on"
            : "and k.kind = f.kind and k.attended_on = f.attended_on";
    jdbc.sql(
            """
            update %1$s f set %2$s = :keep
            where f.%2$s = :drop and not exists (
              select from %1$s k where k.%2$s = :keep %3$s)
            """
                .formatted(table, of, same))
        .param("keep", keep)
        .param("drop", drop)
        .update();
    delete(table, of, List.of(drop));
  }

  private void delete(String table, String column, Collection<Long> ids) {
    jdbc.sql("delete from %s where %s = any(:ids)".formatted(table, column))
        .param("ids", ids(ids))
        .update();
  }

  /** Visits are of whoever has the pregnancy or the baby. */
  void followTheirs(long one, long other) {
    for (String of : List.of("pregnancy", "baby")) {
      jdbc.sql(
              """
              update visit v set mother_id = t.mother_id
              from %1$s t
              where t.id = v.%1$s_id and t.mother_id in (:one, :other)
                and v.mother_id <> t.mother_id
              """
                  .formatted(of))
          .param("one", one)
          .param("other", other)
          .update();
    }
  }

  /** What was said about messages while the two were one was said for both. */
  void asStrict(long one, long as) {
    jdbc.sql(
            """
            update mother m
            set consent = m.consent and k.consent,
              consent_at = case when m.consent and not k.consent then k.consent_at else m.consent_at end,
              opted_out_at = coalesce(m.opted_out_at, k.opted_out_at),
              replan_at = 'infinity', version = m.version + 1
            from mother k
            where m.id = :one and k.id = :as
            """)
        .param("one", one)
        .param("as", as)
        .update();
  }

  /** Notes that these are two; again: nothing changes. */
  void toldApart(long one, long other, Instant now) {
    jdbc.sql(
            """
            insert into two_people (mother_id, other_id, decided_at)
            values (:first, :second, :now)
            on conflict do nothing
            """)
        .param("first", Math.min(one, other))
        .param("second", Math.max(one, other))
        .param("now", Times.utc(now))
        .update();
  }

  private static Long[] ids(Collection<Long> ids) {
    return ids.stream().map(Objects::requireNonNull).toArray(Long[]::new);
  }
}
