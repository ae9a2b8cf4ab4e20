package io.doula.audit;

import java.util.List;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The trail of people as tests read it: short lines, oldest first; accounts stand apart. */
@TestComponent
class TrailRows {
  private final JdbcClient jdbc;

  TrailRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Who, what, which thing, whose, and the fields. */
  List<String> all() {
    return lines("t.thing <> 'ACCOUNT'");
  }

  /** The same of accounts. */
  List<String> ofAccounts() {
    return lines("t.thing = 'ACCOUNT'");
  }

  private List<String> lines(String which) {
    return jdbc.sql(
            """
            select concat_ws(' ', lower(t.actor), a.username, t.deed, t.thing,
              nullif(array_to_string(t.mothers, ','), ''), nullif(array_to_string(t.fields, ','), ''))
            from trail t
            left join account a on a.id = t.account_id
            where %s
            order by t.id
            """
                .formatted(which))
        .query(String.class)
        .list();
  }

  /** The same of the last deed alone. */
  String last() {
    List<String> all = all();
    return all.get(all.size() - 1);
  }

  long count() {
    return all().size();
  }
}
