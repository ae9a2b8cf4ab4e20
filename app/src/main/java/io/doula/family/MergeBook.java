package io.doula.family;

import io.doula.core.Conflict;
import io.doula.core.Times;
import io.doula.core.Viewer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What was done when two records were put together, so that it can be undone: rows that went, as
 * they were, and what was changed in those that stayed.
 */
@Repository
class MergeBook {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** A table comes after those that it refers to; she who stayed may have the other's number. */
  private static final List<String> TABLES =
      List.of("mother", "pregnancy", "baby", "contact", "dose", "visit", "merged", "known_as");

  private final JdbcClient jdbc;
  private final RowsBefore rows;

  MergeBook(JdbcClient jdbc, RowsBefore rows) {
    this.jdbc = jdbc;
    this.rows = rows;
  }

  /**
   * All that an undo needs.
   *
   * @param into entries that went, each with the one that stays for it: by table
   * @param gone deleted rows by table
   * @param changed by table, each {id, before, after} with the columns that differ
   * @param joined the rows of which two entries were made one, as they were left: by table
   */
  record Done(
      Map<String, Map<Long, Long>> into,
      Map<String, List<JsonNode>> gone,
      Map<String, List<JsonNode>> changed,
      Map<String, List<JsonNode>> joined,
      JoinedMessages.Moved messages) {}

  /**
   * @return the id of the entry
   */
  long enter(long kept, long merged, Done done, Instant now) {
    return jdbc.sql(
            """
            insert into merged (mother_id, kept_id, merged_id, merged_at, done)
            values (:kept, :kept, :merged, :now, cast(:done as jsonb))
            returning id
            """)
        .param("kept", kept)
        .param("merged", merged)
        .param("now", Times.utc(now))
        .param("done", JSON.writeValueAsString(done))
        .query(Long.class)
        .single();
  }

  /**
   * An entry of the book.
   *
   * @param keptId into whom she was merged then
   */
  record Entry(long id, long motherId, long keptId, long mergedId, Instant at, Done done) {
    JsonNode mergedMother() {
      return Objects.requireNonNull(done.gone().get("mother")).get(0);
    }

    Merge shown() {
      return new Merge(
          Long.toString(id),
          Long.toString(motherId),
          Long.toString(mergedId),
          mergedMother().get("full_name").asString(),
          at);
    }
  }

  Optional<Entry> find(long id, Viewer viewer) {
    return entries("k.id = :id", id, viewer).stream().findFirst();
  }

  /** The entry by which this number went. */
  Optional<Entry> ofMerged(long mergedId, Viewer viewer) {
    return entries("k.merged_id = :id", mergedId, viewer).stream().findFirst();
  }

  /** Those of a mother, the last first. */
  List<Entry> of(long motherId, Viewer viewer) {
    return entries("k.mother_id = :id", motherId, viewer);
  }

  private List<Entry> entries(String which, long id, Viewer viewer) {
    return jdbc.sql(
            """
            select k.id, k.mother_id, k.kept_id, k.merged_id, k.merged_at, k.done
            from merged k
            join mother m on m.id = k.mother_id
            where %s and (:all or m.clinic_id = any(:clinics))
            order by k.id desc
            """
                .formatted(which))
        .param("id", id)
        .param("all", viewer.seesAll())
        .param("clinics", viewer.clinicArray())
        .query(
            (row, n) ->
                new Entry(
                    row.getLong("id"),
                    row.getLong("mother_id"),
                    row.getLong("kept_id"),
                    row.getLong("merged_id"),
                    row.getObject("merged_at", OffsetDateTime.class).toInstant(),
                    JSON.readValue(row.getString("done"), Done.class)))
        .list();
  }

  /**
   * Whether something that ends a course was recorded since of what was made one: a birth, a loss,
   * a death.
   */
  boolean wentOn(Entry entry) {
    RowsBefore.Rows now = rows.of(List.of(entry.motherId()));
    return entry.done().joined().entrySet().stream()
        .anyMatch(
            table ->
                table.getValue().stream()
                    .anyMatch(
                        row -> {
                          JsonNode current = now.row(table.getKey(), row.get("id").asLong());
                          return current == null
                              || differs(row, current, "outcome")
                              || differs(row, current, "ended_on")
                              || differs(row, current, "died_on");
                        }));
  }

  private static boolean differs(JsonNode one, JsonNode other, String column) {
    return one.has(column) && !one.get(column).equals(other.get(column));
  }

  /**
   * Puts the rows back, the mother first.
   *
   * @throws Conflict when somebody else has her number in the register by now
   */
  void takeBack(Entry entry) {
    Done done = entry.done();
    try {
      for (String table : TABLES) {
        call("select take_back(:table, cast(:rows as jsonb))", table, done.changed().get(table));
        call("select put_back(:table, cast(:rows as jsonb))", table, done.gone().get(table));
      }
    } catch (DuplicateKeyException e) {
      throw new Conflict(
          "externalId: another mother has the number by now that one of the two had: change that"
              + " first");
    }
    call(
        "select put_back(:table, cast(:rows as jsonb))",
        "unreachable",
        done.gone().get("unreachable"));
    toldApart(done.gone().getOrDefault("two_people", List.of()));
    jdbc.sql("delete from merged where id = :id").param("id", entry.id()).update();
  }

  private void toldApart(List<JsonNode> pairs) {
    jdbc.sql(
            """
            insert into two_people (mother_id, other_id, decided_at)
            select p.mother_id, p.other_id, p.decided_at
            from jsonb_populate_recordset(null::two_people, cast(:pairs as jsonb)) p
            where p.mother_id in (select id from mother) and p.other_id in (select id from mother)
            on conflict do nothing
            """)
        .param("pairs", JSON.writeValueAsString(pairs))
        .update();
  }

  private void call(String sql, String table, @Nullable List<JsonNode> rows) {
    if (rows != null) {
      jdbc.sql(sql)
          .param("table", table)
          .param("rows", JSON.writeValueAsString(rows))
          .query((row, n) -> true)
          .list();
    }
  }
}
