package io.doula.family;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows of pregnancies, read and written one or many at a time. */
@Repository
class PregnancyTable {
  private final JdbcClient jdbc;
  private final NamedParameterJdbcTemplate batches;

  PregnancyTable(JdbcClient jdbc, NamedParameterJdbcTemplate batches) {
    this.jdbc = jdbc;
    this.batches = batches;
  }

  /** All pregnancies of these mothers, in order of registration. */
  List<PregnancyRow> of(Collection<Long> motherIds) {
    return jdbc.sql(
            """
            select id, mother_id, dated_by, edd, scan_date, scan_weeks, scan_days, outcome, ended_on, version
            from pregnancy
            where mother_id = any(:mothers)
            order by id
            """)
        .param("mothers", motherIds.toArray(Long[]::new))
        .query(PregnancyTable::row)
        .list();
  }

  List<Long> newIds(int count) {
    return jdbc.sql("select new_ids('pregnancy', :count)")
        .param("count", count)
        .query(Long.class)
        .list();
  }

  void insert(Collection<PregnancyRow> rows, Instant now) {
    write(
        """
        insert into pregnancy (id, mother_id, dated_by, lmp, edd, scan_date, scan_weeks, scan_days,
          outcome, ended_on, registered_at)
        overriding system value
        values (:id, :motherId, :datedBy, :lmp, :edd, :scanDate, :scanWeeks, :scanDays,
          :outcome, :endedOn, :now)
        """,
        rows,
        now);
  }

  void update(Collection<PregnancyRow> rows, Instant now) {
    write(
        """
        update pregnancy set dated_by = :datedBy, lmp = :lmp, edd = :edd, scan_date = :scanDate,
          scan_weeks = :scanWeeks, scan_days = :scanDays, outcome = :outcome, ended_on = :endedOn,
          version = version + 1
        where id = :id
        """,
        rows,
        now);
  }

  private void write(String sql, Collection<PregnancyRow> rows, Instant now) {
    batches.batchUpdate(
        sql,
        rows.stream()
            .map(row -> values(row).addValue("now", now.atOffset(ZoneOffset.UTC)))
            .toArray(SqlParameterSource[]::new));
  }

  private static MapSqlParameterSource values(PregnancyRow row) {
    PregnancyDates dating = row.dating();
    Outcome outcome = row.outcome();
    return new MapSqlParameterSource()
        .addValue("id", row.id())
        .addValue("motherId", row.motherId())
        .addValue("datedBy", dating == null ? "NONE" : dating.by())
        .addValue("lmp", dating == null ? null : dating.lmp())
        .addValue("edd", dating == null ? null : dating.edd())
        .addValue("scanDate", dating == null ? null : dating.scanDate())
        .addValue("scanWeeks", dating == null ? null : dating.weeks())
        .addValue("scanDays", dating == null ? null : dating.days())
        .addValue("outcome", outcome == null ? null : outcome.name())
        .addValue("endedOn", row.endedOn());
  }

  private static PregnancyRow row(ResultSet row, int number) throws SQLException {
    String outcome = row.getString("outcome");
    return new PregnancyRow(
        row.getLong("id"),
        row.getLong("mother_id"),
        dating(row),
        outcome == null ? null : Outcome.valueOf(outcome),
        row.getObject("ended_on", LocalDate.class),
        row.getInt("version"));
  }

  private static @Nullable PregnancyDates dating(ResultSet row) throws SQLException {
    LocalDate edd = row.getObject("edd", LocalDate.class);
    return edd == null
        ? null
        : new PregnancyDates(
            Objects.requireNonNull(row.getString("dated_by")),
            edd,
            row.getObject("scan_date", LocalDate.class),
            row.getObject("scan_weeks", Integer.class),
            row.getObject("scan_days", Integer.class));
  }
}
