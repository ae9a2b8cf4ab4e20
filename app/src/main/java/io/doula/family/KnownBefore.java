package io.doula.family;

import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * By what mothers, and their babies and pregnancies, were known before two records were put
 * together: registers still say so, and people still answer from there.
 */
@Repository
class KnownBefore {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final JdbcClient jdbc;

  KnownBefore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Keeps by what she was known. */
  void keep(long entry, long kept, Collection<MotherRow> before) {
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

  /** By what a mother was known. */
  record Before(
      long motherId, long clinicId, @Nullable String externalId, String phone, String fullName) {}

  List<Before> of(Collection<Long> mothers) {
    return jdbc.sql(
            """
            select mother_id, known_in, external_id, phone, full_name from known_as
            where mother_id = any(:mothers)
            order by id
            """)
        .param("mothers", mothers.toArray(Long[]::new))
        .query(
            (row, n) ->
                new Before(
                    row.getLong("mother_id"),
                    row.getLong("known_in"),
                    row.getString("external_id"),
                    row.getString("phone"),
                    row.getString("full_name")))
        .list();
  }

  /** Tells families of the second entries that were put into theirs. */
  void tellFormer(Map<Long, Family> families) {
    // the last first: what one entry was put into may have been put into another since
    Map<String, String> stays = new HashMap<>();
    jdbc.sql(
            """
            select mother_id, done -> 'into' as "into", done -> 'gone' -> 'baby' as babies,
              done -> 'gone' -> 'pregnancy' as pregnancies
            from merged where mother_id = any(:mothers)
            order by id desc
            """)
        .param("mothers", families.keySet().toArray(Long[]::new))
        .query(
            row -> {
              Family family = Objects.requireNonNull(families.get(row.getLong("mother_id")));
              JsonNode into = JSON.readTree(row.getString("into")).path("baby");
              into.properties()
                  .forEach(pair -> stays.put(pair.getKey(), today(pair.getValue(), stays)));
              for (JsonNode baby : list(row.getString("babies"))) {
                family.had(
                    LocalDate.parse(baby.get("birth_date").asString()),
                    baby.get("name").isNull() ? null : baby.get("name").asString(),
                    Long.parseLong(Objects.requireNonNull(stays.get(baby.get("id").asString()))));
              }
              for (JsonNode pregnancy : list(row.getString("pregnancies"))) {
                if (!pregnancy.get("edd").isNull()) {
                  family.wasExpected(LocalDate.parse(pregnancy.get("edd").asString()));
                }
              }
            });
  }

  private static String today(JsonNode baby, Map<String, String> stays) {
    return stays.getOrDefault(baby.asString(), baby.asString());
  }

  private static JsonNode list(@Nullable String rows) {
    return rows == null ? JSON.createArrayNode() : JSON.readTree(rows);
  }

  /** Who has the number's things now; empty when it was not merged. */
  Optional<Long> now(long mergedId) {
    return jdbc.sql("select mother_id from merged where merged_id = :id")
        .param("id", mergedId)
        .query(Long.class)
        .optional();
  }
}
