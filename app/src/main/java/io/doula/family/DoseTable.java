package io.doula.family;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows of doses. */
@Repository
class DoseTable {
  /** A dose without its row: what makes it that dose. */
  record Key(long babyId, String vaccine, LocalDate on) {}

  private final JdbcClient jdbc;
  private final NamedParameterJdbcTemplate batches;

  DoseTable(JdbcClient jdbc, NamedParameterJdbcTemplate batches) {
    this.jdbc = jdbc;
    this.batches = batches;
  }

  List<Dose> ofBaby(long babyId) {
    return jdbc.sql(
            """
            select id, vaccine, given_on, product from dose
            where baby_id = :baby
            order by given_on, vaccine
            """)
        .param("baby", babyId)
        .query(DoseTable::dose)
        .list();
  }

  /** The doses of these mothers' babies. */
  Set<Key> of(Collection<Long> motherIds) {
    return jdbc
        .sql(
            """
            select d.baby_id, d.vaccine, d.given_on
            from dose d
            join baby b on b.id = d.baby_id
            where b.mother_id = any(:mothers)
            """)
        .param("mothers", motherIds.toArray(Long[]::new))
        .query(
            (row, number) ->
                new Key(
                    row.getLong("baby_id"),
                    row.getString("vaccine"),
                    row.getObject("given_on", LocalDate.class)))
        .stream()
        .collect(Collectors.toSet());
  }

  /**
   * Records a dose; the same vaccine on the same day twice is one dose, which may learn its
   * product.
   */
  Recorded<Dose> record(Key dose, @Nullable String product, Instant now) {
    return jdbc.sql(
            """
            insert into dose as d (baby_id, vaccine, given_on, product, recorded_at)
            values (:baby, :vaccine, :on, :product, :now)
            on conflict (baby_id, vaccine, given_on)
              do update set product = coalesce(excluded.product, d.product)
            returning id, vaccine, given_on, product, xmax = 0 as is_new
            """)
        .param("baby", dose.babyId())
        .param("vaccine", dose.vaccine())
        .param("on", dose.on())
        .param("product", product)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .query((row, number) -> new Recorded<>(dose(row, number), row.getBoolean("is_new")))
        .single();
  }

  void insert(Collection<Key> doses, Instant now) {
    batches.batchUpdate(
        """
        insert into dose (baby_id, vaccine, given_on, recorded_at)
        values (:baby, :vaccine, :on, :now)
        on conflict do nothing
        """,
        doses.stream()
            .map(
                dose ->
                    new MapSqlParameterSource()
                        .addValue("baby", dose.babyId())
                        .addValue("vaccine", dose.vaccine())
                        .addValue("on", dose.on())
                        .addValue("now", now.atOffset(ZoneOffset.UTC)))
            .toArray(SqlParameterSource[]::new));
  }

  /**
   * @return false when the baby has no such dose
   */
  boolean delete(long babyId, long id) {
    return jdbc.sql("delete from dose where id = :id and baby_id = :baby")
            .param("id", id)
            .param("baby", babyId)
            .update()
        == 1;
  }

  private static Dose dose(ResultSet row, int number) throws SQLException {
    return new Dose(
        Long.toString(row.getLong("id")),
        row.getString("vaccine"),
        row.getObject("given_on", LocalDate.class),
        row.getString("product"));
  }
}
