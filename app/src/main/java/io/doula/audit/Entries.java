package io.doula.audit;

import io.doula.core.Forbidden;
import io.doula.core.Page;
import io.doula.core.Paging;
import io.doula.core.Role;
import io.doula.core.Times;
import io.doula.core.Trail;
import io.doula.core.Viewer;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The entries of the trail, as an ADMIN reads them. */
@Component
public class Entries {
  static final String COLUMNS =
      """
      t.id, t.at, t.actor, t.account_id, a.username, t.deed, t.thing, t.thing_id, t.mothers,
      t.clinic_id, t.fields
      """;

  private final JdbcClient jdbc;
  private final Trail trail;

  Entries(JdbcClient jdbc, Trail trail) {
    this.jdbc = jdbc;
    this.trail = trail;
  }

  /**
   * One deed.
   *
   * @param actor STAFF, COMMAND, PROGRAM or PERSON
   * @param accountId with STAFF: whose account it was
   * @param username what that account is called today
   * @param thingId null where it was a list
   * @param motherIds about whom; of a list all who stood on it
   * @param fields what changed or was shown, by name
   */
  public record Entry(
      long id,
      Instant at,
      String actor,
      @Nullable Long accountId,
      @Nullable String username,
      Trail.Deed action,
      Trail.Thing thing,
      @Nullable Long thingId,
      List<Long> motherIds,
      @Nullable Long clinicId,
      List<String> fields) {

    static Entry read(ResultSet row, int n) throws SQLException {
      return new Entry(
          row.getLong("id"),
          Objects.requireNonNull(row.getObject("at", OffsetDateTime.class)).toInstant(),
          row.getString("actor"),
          row.getObject("account_id", Long.class),
          row.getString("username"),
          Trail.Deed.valueOf(row.getString("deed")),
          Trail.Thing.valueOf(row.getString("thing")),
          row.getObject("thing_id", Long.class),
          longs(row.getArray("mothers")),
          row.getObject("clinic_id", Long.class),
          List.of((String[]) row.getArray("fields").getArray()));
    }

    private static List<Long> longs(Array array) throws SQLException {
      return List.of((Long[]) array.getArray());
    }
  }

  /**
   * Which entries are wanted; null means any.
   *
   * @param account an account's id or its user name
   * @param from the first instant
   * @param before the first instant that is too late
   */
  public record Wanted(
      @Nullable Long mother,
      @Nullable String account,
      Trail.@Nullable Deed action,
      @Nullable Instant from,
      @Nullable Instant before) {}

  /**
   * A page of the trail, the latest first. That it was read is entered, too.
   *
   * @throws Forbidden unless the viewer is an ADMIN
   */
  @Transactional
  public Page<Entry> list(Wanted wanted, Paging paging, Viewer viewer, Instant now) {
    requireAdmin(viewer);
    List<Entry> found =
        jdbc.sql(
                "select "
                    + COLUMNS
                    + """
                    from trail t
                    left join account a on a.id = t.account_id
                    where (:after = 0 or t.id < :after)
                      and (cast(:mother as bigint) is null or t.mothers @> array[cast(:mother as bigint)])
                      and (cast(:account as text) is null or t.account_id in (
                        select id from account
                        where id::text = :account or lower(username) = lower(:account)))
                      and (cast(:deed as text) is null or t.deed = :deed)
                      and (cast(:from as timestamptz) is null or t.at >= :from)
                      and (cast(:before as timestamptz) is null or t.at < :before)
                    order by t.id desc
                    limit :limit
                    """)
            .param("after", paging.after())
            .param("mother", wanted.mother())
            .param("account", wanted.account())
            .param("deed", wanted.action() == null ? null : wanted.action().name())
            .param("from", wanted.from() == null ? null : Times.utc(wanted.from()))
            .param("before", wanted.before() == null ? null : Times.utc(wanted.before()))
            .param("limit", paging.limit() + 1)
            .query(Entry::read)
            .list();
    List<Long> about = wanted.mother() == null ? List.of() : List.of(wanted.mother());
    trail.viewed(viewer, new Trail.About(Trail.Thing.TRAIL, null, about, null, List.of()), now);
    return Page.of(found, paging, Entry::id);
  }

  /**
   * @throws Forbidden unless the viewer is an ADMIN
   */
  static void requireAdmin(Viewer viewer) {
    if (viewer.role() != Role.ADMIN) {
      throw new Forbidden("the trail is an ADMIN's to read");
    }
  }
}
