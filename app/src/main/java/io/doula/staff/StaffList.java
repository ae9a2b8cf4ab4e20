package io.doula.staff;

import io.doula.core.Role;
import io.doula.core.Times;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The staff as an ADMIN looks at it. */
@Repository
public class StaffList {
  /** How many stand on one page. */
  public static final int PAGE = 50;

  private static final String MEMBERS =
      """
      select a.id, a.username, a.role, a.enabled, a.last_sign_in_at,
             array(select c.name from account_clinic ac join clinic c on c.id = ac.clinic_id
                   where ac.account_id = a.id order by c.name) as clinics,
             exists (select from second_factor f
                     where f.account_id = a.id and f.confirmed_at is not null) as second_factor,
             (select l.expires_at from reset_link l
              where l.account_id = a.id and l.expires_at > :now) as link_until
      from account a
      """;

  private final JdbcClient jdbc;

  StaffList(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A member of staff.
   *
   * @param clinics names of her clinics
   * @param linkUntil until when a link to choose a password is good that nobody has used
   */
  public record Member(
      long id,
      String username,
      Role role,
      boolean enabled,
      List<String> clinics,
      boolean secondFactor,
      @Nullable Instant lastSignInAt,
      @Nullable Instant linkUntil) {}

  /**
   * Up to {@link #PAGE} and one more, by name.
   *
   * @param search part of a user name or of a clinic's name; empty for all
   * @param after the name that the page before ended with; empty for the first page
   */
  public List<Member> page(String search, String after, Instant now) {
    return jdbc.sql(
            MEMBERS
                + """
                where lower(a.username) > lower(:after)
                  and (strpos(lower(a.username), lower(:search)) > 0
                       or exists (
                         select from account_clinic ac join clinic c on c.id = ac.clinic_id
                         where ac.account_id = a.id and strpos(lower(c.name), lower(:search)) > 0))
                order by lower(a.username)
                limit :limit
                """)
        .param("after", after)
        .param("search", search)
        .param("now", Times.utc(now))
        .param("limit", PAGE + 1)
        .query((row, n) -> read(row))
        .list();
  }

  public Optional<Member> find(long id, Instant now) {
    return jdbc.sql(MEMBERS + "where a.id = :id")
        .param("id", id)
        .param("now", Times.utc(now))
        .query((row, n) -> read(row))
        .optional();
  }

  /** All clinics, id to name, by name. */
  public Map<String, String> clinics() {
    Map<String, String> clinics = new LinkedHashMap<>();
    jdbc.sql("select id, name from clinic order by lower(name), id")
        .query(
            row -> {
              clinics.put(Long.toString(row.getLong("id")), row.getString("name"));
            });
    return clinics;
  }

  private static Member read(ResultSet row) throws SQLException {
    return new Member(
        row.getLong("id"),
        row.getString("username"),
        Role.valueOf(row.getString("role")),
        row.getBoolean("enabled"),
        List.of((String[]) row.getArray("clinics").getArray()),
        row.getBoolean("second_factor"),
        Times.instant(row.getObject("last_sign_in_at", OffsetDateTime.class)),
        Times.instant(row.getObject("link_until", OffsetDateTime.class)));
  }
}
