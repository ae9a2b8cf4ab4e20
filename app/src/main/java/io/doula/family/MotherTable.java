package io.doula.family;

import io.doula.core.Conflict;
import io.doula.core.Paging;
import io.doula.core.Viewer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The rows of mothers, read and written one or many at a time: for requests and for registers
 * alike.
 */
@Repository
class MotherTable {
  private static final String SELECT =
      """
      select id, clinic_id, external_id, full_name, phone, email, language, time_zone, channels,
        consent, consent_at, opted_out_at, died_on, caregiver_name, caregiver_phone,
        caregiver_language, version
      from mother
      """;

  private final JdbcClient jdbc;
  private final NamedParameterJdbcTemplate batches;

  MotherTable(JdbcClient jdbc, NamedParameterJdbcTemplate batches) {
    this.jdbc = jdbc;
    this.batches = batches;
  }

  Optional<MotherRow> find(long id, Viewer viewer) {
    return jdbc.sql(
            SELECT
                + """
                where id = :id and erased_at is null and (:all or clinic_id = any(:clinics))
                """)
        .param("id", id)
        .param("all", viewer.seesAll())
        .param("clinics", viewer.clinicArray())
        .query(MotherTable::row)
        .optional();
  }

  /**
   * One page, by id.
   *
   * @param clinic only this clinic's; null: all the viewer works in
   */
  List<MotherRow> list(Viewer viewer, @Nullable Long clinic, SoughtWords sought, Paging paging) {
    return sought
        .in(
            jdbc.sql(
                SELECT
                    + """
                    as m
                    where (:all or clinic_id = any(:clinics)) and id > :after and erased_at is null
                      and (cast(:clinic as bigint) is null or clinic_id = :clinic)
                      and\s"""
                    + SoughtWords.SQL
                    + "order by id limit :limit"))
        .param("all", viewer.seesAll())
        .param("clinics", viewer.clinicArray())
        .param("clinic", clinic)
        .param("after", paging.after())
        .param("limit", paging.limit() + 1)
        .query(MotherTable::row)
        .list();
  }

  /** Numbers in the registers of clinics: the first clinic's first, and so on. */
  record Numbers(Long[] clinics, String[] externalIds) {}

  /** Names and phones in clinics, likewise. */
  record Names(Long[] clinics, String[] phones, String[] names) {}

  /**
   * Locks those that carry, or carried before they were merged, one of these numbers or one of
   * these names and phones: all at once, because whoever locks many takes them in order of id.
   */
  List<MotherRow> lockKnown(Numbers numbers, Names names) {
    return jdbc.sql(
            SELECT
                + """
                where id in (
                  select id from mother
                  where (clinic_id, external_id) in
                    (select * from unnest(:clinics, :externalIds))
                  union all
                  select id from mother
                  where (clinic_id, phone, full_name) in
                    (select * from unnest(:namesClinics, :phones, :names))
                  union all
                  select mother_id from known_as
                  where (known_in, external_id) in
                    (select * from unnest(:clinics, :externalIds))
                  union all
                  select mother_id from known_as
                  where (known_in, phone, full_name) in
                    (select * from unnest(:namesClinics, :phones, :names)))
                order by id for update
                """)
        .param("clinics", numbers.clinics())
        .param("externalIds", numbers.externalIds())
        .param("namesClinics", names.clinics())
        .param("phones", names.phones())
        .param("names", names.names())
        .query(MotherTable::row)
        .list();
  }

  Optional<MotherRow> lock(long id) {
    return jdbc.sql(SELECT + " where id = :id for update")
        .param("id", id)
        .query(MotherTable::row)
        .optional();
  }

  /**
   * Locks all who are reached at an address: mothers, by phone or email, and caregivers of those
   * who died, by phone.
   *
   * @param ever also those who were reached there under a record that was put into theirs
   */
  List<MotherRow> lockReachedAt(String address, boolean ever) {
    return jdbc.sql(
            SELECT
                + """
                where id in (
                  select id from mother
                  where phone = :address and died_on is null
                    or email_key = lower(:address) and died_on is null
                    or caregiver_phone = :address and died_on is not null
                  union all
                  select mother_id from known_as
                  where :ever and (phone = :address or lower(email) = lower(:address)))
                order by id for update
                """)
        .param("address", address)
        .param("ever", ever)
        .query(MotherTable::row)
        .list();
  }

  /** Ids for rows that are about to be inserted. */
  List<Long> newIds(int count) {
    return jdbc.sql("select new_ids('mother', :count)")
        .param("count", count)
        .query(Long.class)
        .list();
  }

  /**
   * @throws Conflict when the clinic has a mother of that external id
   */
  void insert(Collection<MotherRow> rows, Instant now) {
    write(
        """
        insert into mother (id, clinic_id, external_id, full_name, phone, email, language, time_zone,
          channels, consent, consent_at, registered_at)
        overriding system value
        values (:id, :clinicId, :externalId, :fullName, :phone, :email, :language, :timeZone,
          :channels, :consent, :consentAt, :now)
        """,
        rows,
        now);
  }

  /**
   * Writes everything but the death. @throws Conflict when the clinic has another of that external
   * id
   */
  void update(Collection<MotherRow> rows, Instant now) {
    write(
        """
        update mother set clinic_id = :clinicId, external_id = :externalId, full_name = :fullName,
          phone = :phone, email = :email, language = :language, time_zone = :timeZone,
          channels = :channels, consent = :consent, consent_at = :consentAt,
          opted_out_at = :optedOutAt, version = version + 1
        where id = :id
        """,
        rows,
        now);
  }

  /**
   * Writes her death and who takes over; with a caregiver who was not there before, his consent
   * takes hers' place.
   */
  void updateDeath(
      long id, LocalDate on, @Nullable Caregiver caregiver, boolean takesOver, Instant now) {
    jdbc.sql(
            """
            update mother set died_on = :on, caregiver_name = :name, caregiver_phone = :phone,
              caregiver_language = :language, consent = consent or :takesOver,
              consent_at = case when :takesOver then :now else consent_at end,
              opted_out_at = case when :takesOver then null else opted_out_at end,
              version = version + 1
            where id = :id
            """)
        .param("on", on)
        .param("name", caregiver == null ? null : caregiver.fullName())
        .param("phone", caregiver == null ? null : caregiver.phone())
        .param("language", caregiver == null ? null : caregiver.language())
        .param("takesOver", takesOver)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("id", id)
        .update();
  }

  private void write(String sql, Collection<MotherRow> rows, Instant now) {
    try {
      batches.batchUpdate(
          sql,
          rows.stream()
              .map(row -> values(row).addValue("now", now.atOffset(ZoneOffset.UTC)))
              .toArray(SqlParameterSource[]::new));
    } catch (DuplicateKeyException e) {
      throw new Conflict("externalId: this clinic has a mother with it already");
    }
  }

  private static MapSqlParameterSource values(MotherRow row) {
    MotherDetails details = row.details();
    return new MapSqlParameterSource()
        .addValue("id", row.id())
        .addValue("clinicId", row.clinicId())
        .addValue("externalId", details.externalId())
        .addValue("fullName", details.fullName())
        .addValue("phone", details.phone())
        .addValue("email", details.email())
        .addValue("language", details.language())
        .addValue("timeZone", details.timeZone())
        .addValue("channels", details.channels().toArray(String[]::new))
        .addValue("consent", details.consent())
        .addValue("consentAt", utc(row.consentAt()))
        .addValue("optedOutAt", utc(row.optedOutAt()));
  }

  private static MotherRow row(ResultSet row, int number) throws SQLException {
    String caregiver = row.getString("caregiver_name");
    return new MotherRow(
        row.getLong("id"),
        row.getLong("clinic_id"),
        new MotherDetails(
            row.getString("full_name"),
            row.getString("phone"),
            row.getString("email"),
            row.getString("language"),
            row.getString("time_zone"),
            List.of((String[]) row.getArray("channels").getArray()),
            row.getBoolean("consent"),
            row.getString("external_id")),
        instant(row, "consent_at"),
        instant(row, "opted_out_at"),
        row.getObject("died_on", LocalDate.class),
        caregiver == null
            ? null
            : new Caregiver(
                caregiver, row.getString("caregiver_phone"), row.getString("caregiver_language")),
        row.getInt("version"));
  }

  private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
