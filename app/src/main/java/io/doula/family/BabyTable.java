package io.doula.family;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows of babies, read and written one or many at a time. */
@Repository
class BabyTable {
  private final JdbcClient jdbc;
  private final NamedParameterJdbcTemplate batches;

  BabyTable(JdbcClient jdbc, NamedParameterJdbcTemplate batches) {
    this.jdbc = jdbc;
    this.batches = batches;
  }

  /** All babies of these mothers, in order of registration. */
  List<BabyRow> of(Collection<Long> motherIds) {
    return jdbc.sql(
            """
            select id, mother_id, pregnancy_id, name, sex, birth_date, birth_time, birth_weight_grams,
              died_on, version
            from baby
            where mother_id = any(:mothers)
            order by id
            """)
        .param("mothers", motherIds.toArray(Long[]::new))
        .query(BabyTable::row)
        .list();
  }

  List<Long> newIds(int count) {
    return jdbc.sql("select new_ids('baby', :count)")
        .param("count", count)
        .query(Long.class)
        .list();
  }

  void insert(Collection<BabyRow> rows, Instant now) {
    write(
        """
        insert into baby (id, mother_id, pregnancy_id, name, sex, birth_date, birth_time,
          birth_weight_grams, died_on, registered_at)
        overriding system value
        values (:id, :motherId, :pregnancyId, :name, :sex, :birthDate, :birthTime,
          :birthWeightGrams, :diedOn, :now)
        """,
        rows,
        now);
  }

  void update(Collection<BabyRow> rows, Instant now) {
    write(
        """
        update baby set pregnancy_id = :pregnancyId, name = :name, sex = :sex,
          birth_date = :birthDate, birth_time = :birthTime, birth_weight_grams = :birthWeightGrams,
          died_on = :diedOn, version = version + 1
        where id = :id
        """,
        rows,
        now);
  }

  /** Something that is shown with the baby changed. */
  void touch(long id) {
    jdbc.sql("update baby set version = version + 1 where id = :id").param("id", id).update();
  }

  private void write(String sql, Collection<BabyRow> rows, Instant now) {
    batches.batchUpdate(
        sql,
        rows.stream()
            .map(row -> values(row).addValue("now", now.atOffset(ZoneOffset.UTC)))
            .toArray(SqlParameterSource[]::new));
  }

  private static MapSqlParameterSource values(BabyRow row) {
    BabyDetails details = row.details();
    Sex sex = details.sex();
    return new MapSqlParameterSource()
        .addValue("id", row.id())
        .addValue("motherId", row.motherId())
        .addValue("pregnancyId", row.pregnancyId())
        .addValue("name", details.name())
        .addValue("sex", sex == null ? null : sex.name())
        .addValue("birthDate", details.birthDate())
        .addValue("birthTime", details.birthTime())
        .addValue("birthWeightGrams", details.birthWeightGrams())
        .addValue("diedOn", row.diedOn());
  }

  private static BabyRow row(ResultSet row, int number) throws SQLException {
    String sex = row.getString("sex");
    return new BabyRow(
        row.getLong("id"),
        row.getLong("mother_id"),
        row.getObject("pregnancy_id", Long.class),
        new BabyDetails(
            row.getObject("birth_date", LocalDate.class),
            row.getObject("birth_time", LocalTime.class),
            row.getString("name"),
            sex == null ? null : Sex.valueOf(sex),
            row.getObject("birth_weight_grams", Integer.class)),
        row.getObject("died_on", LocalDate.class),
        row.getInt("version"));
  }
}
