package io.doula.family;

import io.doula.family.MergeBook.Done;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The rows of mothers' records, whole, so that what was done to them can be told and undone,
 * columns that are yet to come included.
 */
@Repository
class RowsBefore {
  private static final JsonMapper JSON = JsonMapper.builder().build();

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

  RowsBefore(JdbcClient jdbc) {
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

  /** What differs of rows since. */
  static Done done(
      Rows before, Rows after, Map<String, Map<Long, Long>> into, JoinedMessages.Moved messages) {
    Done done = new Done(into, new HashMap<>(), new HashMap<>(), new HashMap<>(), messages);
    before.byTable.forEach(
        (table, rows) ->
            rows.forEach(
                (key, row) -> {
                  JsonNode now = after.of(table).get(key);
                  if (now == null) {
                    put(done.gone(), table, row);
                  } else if (!UNNUMBERED.contains(table)) {
                    ObjectNode change = change(table, row, now);
                    if (change != null) {
                      put(done.changed(), table, change);
                    }
                  }
                }));
    into.forEach(
        (table, pairs) ->
            new TreeSet<>(pairs.values())
                .forEach(id -> put(done.joined(), table, after.row(table, id))));
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
}
