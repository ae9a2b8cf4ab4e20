package io.doula.family;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows of contacts. */
@Repository
class ContactTable {
  static final String ANTENATAL = "ANTENATAL";
  static final String POSTNATAL = "POSTNATAL";

  private final JdbcClient jdbc;

  ContactTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<Contact> ofPregnancy(long pregnancyId, String kind) {
    return jdbc.sql(
            """
            select id, attended_on from contact
            where pregnancy_id = :pregnancy and kind = :kind
            order by attended_on
            """)
        .param("pregnancy", pregnancyId)
        .param("kind", kind)
        .query(ContactTable::contact)
        .list();
  }

  List<Contact> ofBaby(long babyId) {
    return jdbc.sql(
            "select id, attended_on from contact where baby_id = :baby order by attended_on")
        .param("baby", babyId)
        .query(ContactTable::contact)
        .list();
  }

  Recorded<Contact> ofPregnancy(long pregnancyId, String kind, LocalDate on, Instant now) {
    return record(pregnancyId, null, kind, on, now);
  }

  Recorded<Contact> ofBaby(long babyId, LocalDate on, Instant now) {
    return record(null, babyId, POSTNATAL, on, now);
  }

  boolean deleteOfPregnancy(long pregnancyId, long id) {
    return jdbc.sql("delete from contact where id = :id and pregnancy_id = :pregnancy")
            .param("id", id)
            .param("pregnancy", pregnancyId)
            .update()
        == 1;
  }

  boolean deleteOfBaby(long babyId, long id) {
    return jdbc.sql("delete from contact where id = :id and baby_id = :baby")
            .param("id", id)
            .param("baby", babyId)
            .update()
        == 1;
  }

  /** Records a contact; the same day twice is one contact. */
  private Recorded<Contact> record(
      @Nullable Long pregnancyId, @Nullable Long babyId, String kind, LocalDate on, Instant now) {
    Optional<Contact> added =
        contact(
            """
            insert into contact (pregnancy_id, baby_id, kind, attended_on, recorded_at)
            values (:pregnancy, :baby, :kind, :on, :now)
            on conflict do nothing
            returning id, attended_on
            """,
            pregnancyId,
            babyId,
            kind,
            on,
            now);
    return added.isPresent()
        ? new Recorded<>(added.get(), true)
        : new Recorded<>(
            contact(
                    """
                    select id, attended_on from contact
                    where pregnancy_id is not distinct from cast(:pregnancy as bigint)
                      and baby_id is not distinct from cast(:baby as bigint)
                      and kind = :kind and attended_on = :on
                    """,
                    pregnancyId,
                    babyId,
                    kind,
                    on,
                    now)
                .orElseThrow(),
            false);
  }

  private Optional<Contact> contact(
      String sql,
      @Nullable Long pregnancyId,
      @Nullable Long babyId,
      String kind,
      LocalDate on,
      Instant now) {
    return jdbc.sql(sql)
        .param("pregnancy", pregnancyId)
        .param("baby", babyId)
        .param("kind", kind)
        .param("on", on)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .query(ContactTable::contact)
        .optional();
  }

  private static Contact contact(ResultSet row, int number) throws SQLException {
    return new Contact(
        Long.toString(row.getLong("id")), row.getObject("attended_on", LocalDate.class));
  }
}
