package io.doula.isolation;

import io.doula.core.Role;
import io.doula.staff.Account;
import io.doula.testing.Answer;
import io.doula.testing.Api;
import io.doula.testing.DoulaTest;
import io.doula.testing.EmbeddedDatabase;
import io.doula.testing.Families;
import io.doula.testing.Staff;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Two clinics with a family each, and the two layers that keep their staffs apart. */
@DoulaTest
@Import(SqlLimits.class)
abstract class TwoClinics {
  private static final long APART = 1_000_000;

  @Autowired Api api;
  @Autowired Staff staff;
  @Autowired JdbcClient jdbc;
  @Autowired Families families;
  @Autowired SqlLimits sqlLimits;

  final JdbcClient superuser = JdbcClient.create(EmbeddedDatabase.asSuperuser("doula"));
  Village east;
  Village west;

  /** Of west's things, by what they are. */
  Map<String, Long> foreign;

  /** What keeps a nurse from other clinics' things. */
  enum Layers {
    BOTH,
    SQL_ALONE,
    ROW_LEVEL_SECURITY_ALONE
  }

  @BeforeEach
  void twoClinicsWithAFamilyEach() {
    noTwoThingsShareAnId();
    east = Village.of(families, jdbc, "East", "+254700000001");
    west = Village.of(families, jdbc, Village.WEST, "+254700000002");
    Account account = staff.account(Role.NURSE, west.clinic());
    foreign = new HashMap<>(west.ids());
    foreign.put("account", account.id());
    foreign.put("import", Village.register(jdbc, account.id(), west.clinic()));
    jdbc.sql(
            """
            insert into second_factor (account_id, sealed_key, made_at, confirmed_at)
            values (:account, '', now(), now())
            """)
        .param("account", foreign.get("account"))
        .update();
  }

  /** So that an id says what it is the id of, wherever it stands. */
  private void noTwoThingsShareAnId() {
    long first = APART;
    for (String table :
        List.of(
            "clinic",
            "mother",
            "pregnancy",
            "baby",
            "dose",
            "contact",
            "visit",
            "reminder",
            "account",
            "import_run",
            "merged")) {
      jdbc.sql("select setval(pg_get_serial_sequence(:table, 'id'), :first)")
          .param("table", table)
          .param("first", first)
          .query(Long.class)
          .single();
      first += APART;
    }
  }

  @AfterEach
  void bothLayers() {
    sqlLimits.takenAway = null;
    rowLevelSecurity("enable");
  }

  void only(Layers layers) {
    if (layers == Layers.SQL_ALONE) {
      rowLevelSecurity("disable");
    } else if (layers == Layers.ROW_LEVEL_SECURITY_ALONE) {
      sqlLimits.takenAway = Set.of(east.clinic(), west.clinic());
    }
  }

  private void rowLevelSecurity(String how) {
    for (String table : limited()) {
      jdbc.sql("alter table " + table + " " + how + " row level security").update();
    }
  }

  List<String> limited() {
    return jdbc.sql("select relname from pg_class where relforcerowsecurity order by relname")
        .query(String.class)
        .list();
  }

  /** All that limited tables hold. */
  Map<String, String> contents() {
    return contents(superuser);
  }

  /** What somebody finds in limited tables. */
  Map<String, String> contents(JdbcClient who) {
    Map<String, String> contents = new TreeMap<>();
    for (String table : limited()) {
      contents.put(
          table,
          who.sql(
                  "select coalesce(string_agg(cast(t as text), e'\\n' order by cast(t as text)), '') from %s t"
                      .formatted(table))
              .query(String.class)
              .single());
    }
    return contents;
  }

  static boolean mentionsWest(Answer answer) {
    String text = answer.text();
    return text.contains(Village.WEST) || text.replaceAll("[\\s\u00a0]", "").contains("700000002");
  }
}
