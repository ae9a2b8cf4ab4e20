package io.doula.family;

import io.doula.core.Conflict;
import io.doula.core.Times;
import io.doula.core.Viewer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

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

  /** They have no numbers of their own: they go or stay. */
  private static final List<String> UNNUMBERED = List.of("unreachable", "two_people");

  /** They follow from others, or tell others apart from what they were. */
  private static final Set<String> DERIVED =
      Set.of("version", "clinic_id", "replan_at", "plain_name", "name_key", "email_key");

  /** What she said about messages is not loosened by an undo. */
  private static final Set<String> SAID = Set.of("consent", "consent_at", "opted_out_at");

  private static final String ALL =
      """
      select 'mother' as of_table, to_jsonb(t) as row from mother t where t.id = any(:mothers)
      union all
      select 'pregnancy', to_jsonb(t) from pregnancy t where t.mother_id = any(:mothers)
      union all
      select 'baby', to_jsonb(t) from baby t where t.mother_id = any(:mothers)
      union all
      select 'contact', to_jsonb(t) from contact t
      where t.pregnancy_id in (select id from pregnancy where mother_id = any(:mothers))
        or t.baby_id in (select id from baby where mother_id = any(:mothers))
      union all
      select 'dose', to_jsonb(t) from dose t
      where t.baby_id in (select id from baby where mother_id = any(:mothers))
      union all
      select 'merged', to_jsonb(t) - 'done' from merged t where t.mother_id = any(:mothers)
      union all
      select 'known_as', to_jsonb(t) from known_as t where t.mother_id = any(:mothers)
      union all
      select 'unreachable', to_jsonb(t) from unreachable t where t.mother_id = any(:mothers)
      union all
      select 'two_people', to_jsonb(t) from two_people t
      where t.mother_id = any(:mothers) or t.other_id = any(:mothers)
      """;

  private final JdbcClient jdbc;

  MergeBook(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Rows by table, and by what tells them apart there. */
  record Rows(Map<String, Map<String, JsonNode>> byTable) {
    @Nullable JsonNode row(String table, long id) {
      return byTable.getOrDefault(table, Map.of()).get(Long.toString(id));
    }

    private Map<String, JsonNode> of(String table) {
      return byTable.getOrDefault(table, Map.of());
    }

    private void add(String table, JsonNode row) {
      String key = UNNUMBERED.contains(table) ? row.toString() : row.get("id").asString();
      byTable.computeIfAbsent(table, t -> new LinkedHashMap<>()).put(key, row);
    }
  }

  /** All rows of these mothers' that an undo could need, but for visits. */
  Rows of(Collection<Long> mothers) {
    Rows rows = new Rows(new HashMap<>());
    jdbc.sql(ALL)
        .param("mothers", mothers.toArray(Long[]::new))
        .query(
            row -> {
              rows.add(row.getString("of_table"), JSON.readTree(row.getString("row")));
            });
    return rows;
  }

  /** Adds the visits of pregnancies and babies that are about to go. */
  void visits(Rows before, Collection<Long> pregnancies, Collection<Long> babies) {
    jdbc.sql(
            """
            select to_jsonb(t) as row from visit t
            where t.pregnancy_id = any(:pregnancies) or t.baby_id = any(:babies)
            """)
        .param("pregnancies", pregnancies.toArray(Long[]::new))
        .param("babies", babies.toArray(Long[]::new))
        .query(
            row -> {
              before.add("visit", JSON.readTree(row.getString("row")));
            });
  }

  /**
   * All that an undo needs.
   *
   * @param gone deleted rows by table
   * @param changed by table, each {id, before, after} with the columns that differ
   * @param joined the rows of which two entries were made one, as they were left: by table
   */
  record Done(
      Map<String, List<JsonNode>> gone,
      Map<String, List<JsonNode>> changed,
      Map<String, List<JsonNode>> joined,
      JoinedMessages.Moved messages) {}

  static Done done(
      Rows before, Rows after, Map<String, Set<Long>> joined, JoinedMessages.Moved messages) {
    Done done = new Done(new HashMap<>(), new HashMap<>(), new HashMap<>(), messages);
    before.byTable.forEach(
        (table, rows) ->
            rows.forEach(
                (key, row) -> {
                  JsonNode now = after.of(table).get(key);
                  if (now == null) {
                    put(done.gone, table, row);
                  } else if (!UNNUMBERED.contains(table)) {
                    ObjectNode change = change(table, row, now);
                    if (change != null) {
                      put(done.changed, table, change);
                    }
                  }
                }));
    joined.forEach((table, ids) -> ids.forEach(id -> put(done.joined, table, after.row(table, id))));
    return done;
  }

  private static void put(Map<String, List<JsonNode>> into, String table, @Nullable JsonNode row) {
    if (row != null) {
      into.computeIfAbsent(table, t -> new ArrayList<>()).add(row);
    }
  }

  private static @Nullable ObjectNode change(String table, JsonNode before, JsonNode after) {
    ObjectNode change = JSON.createObjectNode();
    change.set("id", before.get("id"));
    ObjectNode was = change.putObject("before");
    ObjectNode is = change.putObject("after");
    before
        .properties()
        .forEach(
            column -> {
              String name = column.getKey();
              boolean skip =
                  DERIVED.contains(name) || (table.equals("mother") && SAID.contains(name));
              if (!skip && !column.getValue().equals(after.get(name))) {
                was.set(name, column.getValue());
                is.set(name, after.get(name));
              }
            });
    return was.isEmpty() ? null : change;
  }

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

  /** By what she was known before. */
  void knownAs(long entry, long kept, Collection<MotherRow> before) {
    for (MotherRow row : before) {
      MotherDetails details = row.details();
      jdbc.sql(
              """
              insert into known_as (merged_id, mother_id, known_in, external_id, full_name, phone, email)
              values (:entry, :kept, :clinic, :externalId, :fullName, :phone, :email)
              """)
          .param("entry", entry)
          .param("kept", kept)
          .param("clinic", row.clinicId())
          .param("externalId", details.externalId())
          .param("fullName", details.fullName())
          .param("phone", details.phone())
          .param("email", details.email())
          .update();
    }
  }

  /**
   * An entry of the book.
   *
   * @param keptId into whom she was merged then
   */
  record Entry(long id, long motherId, long keptId, long mergedId, Instant at, Done done) {
    JsonNode mergedMother() {
      return done.gone().get("mother").get(0);
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

  /** Who has the number's things now; empty when it was not merged. */
  Optional<Long> now(long mergedId) {
    return jdbc.sql("select mother_id from merged where merged_id = :id")
        .param("id", mergedId)
        .query(Long.class)
        .optional();
  }

  /**
   * Whether something that ends a course was recorded since of what was made one: a birth, a loss,
   * a death.
   */
  boolean wentOn(Entry entry) {
    Rows now = of(List.of(entry.motherId()));
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
    call("select put_back(:table, cast(:rows as jsonb))", "unreachable", done.gone().get("unreachable"));
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
