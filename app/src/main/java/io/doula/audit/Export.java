package io.doula.audit;

import io.doula.core.Forbidden;
import io.doula.core.NotFound;
import io.doula.core.Role;
import io.doula.core.Trail;
import io.doula.core.Viewer;
import java.sql.Array;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * All that is held about one person, as it is held: whole rows, so that a new column is told, too.
 * A table that holds something of hers and is not here fails a test.
 */
@Component
public class Export {
  /** What of it is told under which name. */
  static final Map<String, String> PARTS = parts();

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final JdbcClient jdbc;
  private final Trail trail;

  Export(JdbcClient jdbc, Trail trail) {
    this.jdbc = jdbc;
    this.trail = trail;
  }

  private static Map<String, String> parts() {
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("mother", "select m.* from mother m where m.id = :mother");
    parts.put("pregnancies", "select * from pregnancy where mother_id = :mother order by id");
    parts.put("babies", "select * from baby where mother_id = :mother order by id");
    parts.put(
        "contacts",
        """
        select * from contact
        where pregnancy_id in (select id from pregnancy where mother_id = :mother)
          or baby_id in (select id from baby where mother_id = :mother)
        order by attended_on, id
        """);
    parts.put(
        "doses",
        """
        select * from dose where baby_id in (select id from baby where mother_id = :mother)
        order by given_on, id
        """);
    parts.put("visits", "select * from visit where mother_id = :mother order by due, id");
    parts.put("reminders", "select * from reminder where mother_id = :mother order by due_at, id");
    parts.put(
        "reminderVisits",
        """
        select * from reminder_visit
        where reminder_id in (select id from reminder where mother_id = :mother)
        order by reminder_id, visit_id
        """);
    parts.put(
        "attempts",
        """
        select * from attempt
        where reminder_id in (select id from reminder where mother_id = :mother)
        order by opened_at, id
        """);
    parts.put(
        "receipts",
        """
        select * from receipt
        where reminder_id in (select id from reminder where mother_id = :mother)
        order by received_at, id
        """);
    parts.put("unreachable", "select * from unreachable where mother_id = :mother");
    parts.put("mergedRecords", "select * from merged where mother_id = :mother order by id");
    parts.put("knownAs", "select * from known_as where mother_id = :mother order by id");
    parts.put(
        "twoPeople", "select * from two_people where mother_id = :mother or other_id = :mother");
    // others who stood on the same list are none of hers
    parts.put(
        "trail",
        """
        select t.id, t.at, t.actor, a.username, t.deed as action, t.thing,
          case when cardinality(t.mothers) = 1 then t.thing_id end as thing_id, t.fields
        from trail t
        left join account a on a.id = t.account_id
        where t.mothers && (cast(:mother as bigint)
          || array(select merged_id from merged where mother_id = :mother))
        order by t.id
        """);
    return parts;
  }

  /**
   * What is held about a mother and her babies, by kind; the columns in camelCase, ids as texts.
   *
   * @throws Forbidden for a VIEWER
   * @throws NotFound when there is none, or not in the viewer's clinics
   */
  @Transactional
  public Map<String, Object> of(long mother, Viewer viewer, Instant now) {
    if (viewer.role() == Role.VIEWER) {
      throw new Forbidden("a person's data is given out by a NURSE of her clinic or an ADMIN");
    }
    if (!isThere(mother, viewer)) {
      throw new NotFound("mother");
    }
    trail.exported(viewer, Trail.About.mother(mother), now);
    Map<String, Object> whole = new LinkedHashMap<>();
    whole.put("exportedAt", now);
    PARTS.forEach((name, sql) -> whole.put(name, rows(sql, mother)));
    return whole;
  }

  private boolean isThere(long mother, Viewer viewer) {
    return jdbc.sql(
            """
            select exists (
              select from mother
              where id = :id and erased_at is null and (:all or clinic_id = any(:clinics)))
            """)
        .param("id", mother)
        .param("all", viewer.seesAll())
        .param("clinics", viewer.clinicArray())
        .query(Boolean.class)
        .single();
  }

  private List<Map<String, @Nullable Object>> rows(String sql, long mother) {
    return jdbc.sql(sql).param("mother", mother).query(Export::row).list();
  }

  private static Map<String, @Nullable Object> row(ResultSet row, int n) throws SQLException {
    ResultSetMetaData columns = row.getMetaData();
    Map<String, @Nullable Object> told = new LinkedHashMap<>();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      String column = columns.getColumnLabel(i);
      boolean isId = column.equals("id") || column.endsWith("_id");
      Object value =
          columns.getColumnTypeName(i).equals("jsonb")
              ? JSON.readTree(row.getString(i))
              : value(row.getObject(i));
      told.put(camelCase(column), isId && value != null ? value.toString() : value);
    }
    return told;
  }

  private static @Nullable Object value(@Nullable Object stored) throws SQLException {
    if (stored instanceof Timestamp at) {
      // infinity and its like are far outside of any calendar: never
      boolean isNever = Math.abs(at.getTime()) > Timestamp.valueOf("9999-01-01 00:00:00").getTime();
      return isNever ? null : at.toInstant();
    }
    if (stored instanceof Date day) {
      return day.toLocalDate();
    }
    if (stored instanceof Time time) {
      return time.toLocalTime();
    }
    return stored instanceof Array array ? Arrays.asList((Object[]) array.getArray()) : stored;
  }

  private static String camelCase(String column) {
    StringBuilder name = new StringBuilder();
    for (String word : column.split("_")) {
      name.append(
          name.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }
    return name.toString();
  }
}
