package io.doula.family;

import io.doula.core.NotFound;
import io.doula.core.Viewer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Each write about a family first holds the mother's row: one at a time, in the order they come.
 * Before the mother it holds her clinic, as lightly as a foreign key does: so does whoever changes
 * the clinic and then its mothers, and the other way round the two could wait for each other.
 */
@Repository
class Locks {
  private final JdbcClient jdbc;

  Locks(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * @throws NotFound when there is no such mother, or not in the viewer's clinics
   */
  LockedMother mother(long id, Viewer viewer, Instant now) {
    return lock(id, viewer, now).orElseThrow(() -> new NotFound("mother"));
  }

  /**
   * @throws NotFound when there is no such pregnancy, or not in the viewer's clinics
   */
  LockedMother motherOfPregnancy(long id, Viewer viewer, Instant now) {
    return motherOf("select mother_id from pregnancy where id = :id", id, viewer, now)
        .orElseThrow(() -> new NotFound("pregnancy"));
  }

  /**
   * @throws NotFound when there is no such baby, or not in the viewer's clinics
   */
  LockedMother motherOfBaby(long id, Viewer viewer, Instant now) {
    return motherOf("select mother_id from baby where id = :id", id, viewer, now)
        .orElseThrow(() -> new NotFound("baby"));
  }

  /** Who has it may change while she is waited for: two records are put together, or parted. */
  private Optional<LockedMother> motherOf(String sql, long id, Viewer viewer, Instant now) {
    Optional<Long> mother = one(sql, id);
    while (mother.isPresent()) {
      Optional<LockedMother> locked = lock(mother.get(), viewer, now);
      Optional<Long> since = one(sql, id);
      if (mother.equals(since)) {
        return locked;
      }
      mother = since;
    }
    return Optional.empty();
  }

  private Optional<Long> one(String sql, long id) {
    return jdbc.sql(sql).param("id", id).query(Long.class).optional();
  }

  /**
   * Two at once, in the order of their ids.
   *
   * @throws NotFound when one of them is not there, or not in the viewer's clinics
   */
  void two(long one, long other, Viewer viewer, Instant now) {
    jdbc.sql(
            """
            select c.id from clinic c
            where c.id in (select clinic_id from mother where id in (:one, :other))
            order by c.id for key share
            """)
        .param("one", one)
        .param("other", other)
        .query(Long.class)
        .list();
    for (long id : new long[] {Math.min(one, other), Math.max(one, other)}) {
      mother(id, viewer, now);
    }
  }

  /** Holds the clinic of this mother, who is locked next. */
  void clinicOf(long mother) {
    jdbc.sql(
            """
            select c.id from clinic c
            where c.id in (select clinic_id from mother where id = :mother)
            for key share
            """)
        .param("mother", mother)
        .query(Long.class)
        .list();
  }

  /** Holds the clinics of all who are reached at an address, who are locked next. */
  void clinicsOf(String address) {
    jdbc.sql(
            """
            select c.id from clinic c
            where c.id in (
              select clinic_id from mother
              where phone = :address or email_key = lower(:address) or caregiver_phone = :address
              union all
              select m.clinic_id from known_as k join mother m on m.id = k.mother_id
              where k.phone = :address or lower(k.email) = lower(:address))
            order by c.id for key share
            """)
        .param("address", address)
        .query(Long.class)
        .list();
  }

  private Optional<LockedMother> lock(long id, Viewer viewer, Instant now) {
    clinicOf(id);
    return jdbc.sql(
            """
            select m.id, m.clinic_id, m.died_on, coalesce(m.time_zone, c.time_zone) as zone
            from mother m
            join clinic c on c.id = m.clinic_id
            where m.id = :id and m.erased_at is null and (:all or m.clinic_id = any(:clinics))
            for update of m
            """)
        .param("id", id)
        .param("all", viewer.seesAll())
        .param("clinics", viewer.clinicArray())
        .query(
            (row, number) ->
                new LockedMother(
                    row.getLong("id"),
                    row.getLong("clinic_id"),
                    now.atZone(ZoneId.of(row.getString("zone"))).toLocalDateTime(),
                    row.getObject("died_on", LocalDate.class)))
        .optional();
  }
}
