package io.doula.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.doula.core.Role;
import io.doula.core.Sight;
import io.doula.core.Viewer;
import io.doula.testing.DoulaTest;
import io.doula.testing.EmbeddedDatabase;
import io.doula.testing.Families;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** PostgreSQL alone: SQL that asks for everything gets what its thread sees, table by table. */
@DoulaTest
class RowsTest {
  /** What a row that belongs to somebody names, and the table that it names a row of. */
  private static final Map<String, String> BELONGS =
      Map.of(
          "clinic_id", "clinic",
          "mother_id", "mother",
          "pregnancy_id", "pregnancy",
          "baby_id", "baby",
          "visit_id", "visit",
          "reminder_id", "reminder",
          "other_id", "mother");

  /**
   * Which clinics an account is for: asked before anybody sees any. And the trail, which everybody
   * adds to, and whose numbers an ADMIN reads.
   */
  private static final Set<String> NOBODYS = Set.of("account_clinic", "trail");

  @Autowired JdbcClient jdbc;
  @Autowired Families families;

  private final JdbcClient superuser = JdbcClient.create(EmbeddedDatabase.asSuperuser("doula"));
  private Village east;
  private Village west;

  @BeforeEach
  void twoClinicsWithAFamilyEach() {
    east = Village.of(families, jdbc, "East", "+254700000001");
    west = Village.of(families, jdbc, Village.WEST, "+254700000002");
  }

  @Test
  void eachTableThatHoldsAPersonsThingIsLimitedAlsoForItsOwner() {
    List<String> holds =
        jdbc.sql(
                """
                select distinct table_name from information_schema.columns
                where table_schema = 'public' and column_name = any(:columns)
                """)
            .param("columns", BELONGS.keySet().toArray(String[]::new))
            .query(String.class)
            .list();
    assertThat(holds).contains("mother", "visit", "dose", "receipt");
    List<String> needed = new ArrayList<>(holds);
    needed.add("clinic");
    needed.removeAll(NOBODYS);

    assertThat(limited())
        .as("call limit_rows('TABLE', …) in the migration that makes it, as V11 does")
        .containsAll(needed);
  }

  @Test
  void nobodyInParticularSeesNoRow() {
    for (String table : limited()) {
      assertThat(Sight.NONE.get(() -> rows(table))).as(table).isEmpty();
      assertThat(Sight.of(nurse()).get(() -> rows(table))).as(table).isEmpty();
    }
  }

  @Test
  void whoSeesAllSeesEachRow() {
    for (String table : limited()) {
      assertThat(Sight.ALL.get(() -> rows(table)))
          .as(table)
          .isNotEmpty()
          .containsExactlyInAnyOrderElementsOf(all(table));
    }
  }

  @Test
  void aNurseSeesTheRowsOfHerClinicsAndNoOthers() {
    for (String table : limited()) {
      List<String> easts = Sight.of(nurse(east.clinic())).get(() -> rows(table));
      List<String> wests = Sight.of(nurse(west.clinic())).get(() -> rows(table));
      List<String> both = Sight.of(nurse(east.clinic(), west.clinic())).get(() -> rows(table));

      assertThat(easts).as(table).isNotEmpty().doesNotContainAnyElementsOf(wests);
      assertThat(wests).as(table).isNotEmpty();
      assertThat(both).as(table).containsExactlyInAnyOrderElementsOf(all(table));
      assertThat(easts.size() + wests.size()).as(table).isEqualTo(both.size());
    }
  }

  /** Also where a row names its clinic only by way of others. */
  @Test
  void whatANurseSeesNamesNothingOfAnotherClinic() {
    for (String table : limited()) {
      for (String column : columns(table)) {
        String parent = BELONGS.get(column);
        if (parent != null) {
          String named =
              "select distinct %s from %s where %1$s is not null".formatted(column, table);
          assertThat(Sight.of(nurse(east.clinic())).get(() -> ids(jdbc, named)))
              .as("%s.%s", table, column)
              .isSubsetOf(ids(superuser, easts(parent)));
        }
      }
    }
  }

  @Test
  void nothingIsWrittenIntoAnotherClinic() {
    Sight hers = Sight.of(nurse(east.clinic()));
    for (String table : limited()) {
      assertThat(
              hers.get(() -> jdbc.sql("delete from " + table + " where " + wests(table)).update()))
          .as("deleted from %s", table)
          .isZero();
    }
    for (String into :
        List.of(
            "insert into mother (clinic_id, full_name, phone, channels, consent, registered_at) values (%d, 'A', '+254700000009', '{}', false, now())"
                .formatted(west.clinic()),
            "insert into baby (mother_id, birth_date, registered_at) values (%d, '2026-01-01', now())"
                .formatted(west.ids().get("mother")),
            "insert into dose (baby_id, vaccine, given_on, recorded_at) values (%d, 'MCV', '2026-01-01', now())"
                .formatted(west.ids().get("baby")),
            "insert into unreachable (mother_id, channel, address, why, since) values (%d, 'sms', 'a', 'b', now())"
                .formatted(west.ids().get("mother")),
            "update mother set clinic_id = %d where id = %d"
                .formatted(west.clinic(), east.ids().get("mother")),
            "update dose set baby_id = %d where id = %d"
                .formatted(west.ids().get("baby"), east.ids().get("dose")))) {
      assertThatThrownBy(() -> hers.run(() -> jdbc.sql(into).update()))
          .as(into)
          .isInstanceOf(BadSqlGrammarException.class)
          .hasStackTraceContaining("row-level security policy");
    }
    assertThat(hers.get(() -> jdbc.sql("update mother set full_name = 'X'").update())).isEqualTo(2);
    assertThat(all("mother")).anyMatch(row -> row.contains(Village.WEST));
  }

  @Test
  void aFamilyMovesWithTheMother() {
    jdbc.sql("update mother set clinic_id = :west where clinic_id = :east")
        .param("west", west.clinic())
        .param("east", east.clinic())
        .update();
    for (String table : limited()) {
      if (!table.equals("clinic")) {
        assertThat(Sight.of(nurse(east.clinic())).get(() -> rows(table))).as(table).isEmpty();
        assertThat(Sight.of(nurse(west.clinic())).get(() -> rows(table)))
            .as(table)
            .containsExactlyInAnyOrderElementsOf(all(table));
      }
    }
  }

  /** As when records are put together. */
  @Test
  void aBabyThatIsGivenToAnotherMotherIsInHerClinic() {
    jdbc.sql("update baby set mother_id = :mother where id = :id")
        .param("mother", west.ids().get("mother"))
        .param("id", east.ids().get("baby"))
        .update();
    assertThat(Sight.of(nurse(west.clinic())).get(() -> ids(jdbc, "select id from baby")))
        .contains(east.ids().get("baby"));
    assertThat(Sight.of(nurse(west.clinic())).get(() -> ids(jdbc, "select id from dose")))
        .contains(east.ids().get("dose"));
  }

  /** Tables with row-level security that is forced, and at least one policy. */
  private List<String> limited() {
    List<String> tables =
        jdbc.sql(
                """
                select c.relname from pg_class c
                where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
                  and c.relrowsecurity and c.relforcerowsecurity
                  and exists (select from pg_policy p where p.polrelid = c.oid)
                order by c.relname
                """)
            .query(String.class)
            .list();
    assertThat(tables).as("limited tables").hasSizeGreaterThanOrEqualTo(12);
    return tables;
  }

  private List<String> columns(String table) {
    return jdbc.sql("select column_name from information_schema.columns where table_name = :table")
        .param("table", table)
        .query(String.class)
        .list();
  }

  private String easts(String table) {
    return switch (table) {
      case "clinic" -> "select " + east.clinic();
      case "mother" -> "select id from mother where clinic_id = " + east.clinic();
      default ->
          "select id from %s where mother_id = %d".formatted(table, east.ids().get("mother"));
    };
  }

  /** Rows that name something of west's; of a table whose rows name nothing, west's own. */
  private String wests(String table) {
    if (table.equals("clinic")) {
      return "id = " + west.clinic();
    }
    List<String> named = new ArrayList<>();
    for (String column : columns(table)) {
      Long id = BELONGS.containsKey(column) ? west.ids().get(BELONGS.get(column)) : null;
      if (id != null) {
        named.add(column + " = " + id);
      }
    }
    assertThat(named).as(table).isNotEmpty();
    return "(" + String.join(" or ", named) + ")";
  }

  private List<String> rows(String table) {
    return jdbc.sql("select cast(t as text) from " + table + " t").query(String.class).list();
  }

  private List<String> all(String table) {
    return superuser.sql("select cast(t as text) from " + table + " t").query(String.class).list();
  }

  private static List<Long> ids(JdbcClient asked, String sql) {
    return asked.sql(sql).query(Long.class).list();
  }

  private static Viewer nurse(long... clinics) {
    Set<Long> ids = new java.util.HashSet<>();
    for (long clinic : clinics) {
      ids.add(clinic);
    }
    return new Viewer(1, "nurse", Role.NURSE, ids);
  }
}
