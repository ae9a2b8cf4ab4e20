package io.doula.family;

import io.doula.core.Ids;
import io.doula.core.Invalid;
import io.doula.core.NotFound;
import io.doula.core.TimeZones;
import io.doula.core.Trail;
import io.doula.core.Viewer;
import io.doula.family.FoundPerson.FoundBaby;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Finding people: by name, phone, number or baby, and those who are alike in something. */
@Service
public class People {
  /** How many of the people found one page shows. */
  public static final int A_PAGE = 25;

  private static final String REACHED_AT =
      "case when m.died_on is null then m.phone else coalesce(m.caregiver_phone, m.phone) end";

  private static final String PAGE =
      """
      with found as (
        select m.id, m.plain_name, count(*) over () as total
        from mother m
        where (:all or m.clinic_id = any(:clinics)) and m.erased_at is null
          and (cast(:clinic as bigint) is null or m.clinic_id = :clinic)
          and %s
          and %s
        order by m.plain_name, m.id
        limit :limit offset :offset
      )
      select m.id, m.full_name, %s as phone, c.name as clinic, m.died_on, m.consent,
        m.opted_out_at is not null as opted_out, p.lmp, z.today, v.due, v.title, b.name as whose,
        coalesce(o.overdue, 0) as overdue, f.total
      from found f
      join mother m on m.id = f.id
      join clinic c on c.id = m.clinic_id
      join unnest(:zones, cast(:days as date[])) as z (zone, today)
        on z.zone = coalesce(m.time_zone, c.time_zone)
      left join pregnancy p on p.mother_id = m.id and p.outcome is null and m.died_on is null
      left join lateral (
        select v.due, v.title, v.baby_id
        from visit v
        where v.mother_id = m.id and OPEN
        order by v.due, v.id limit 1
      ) as v on true
      left join baby b on b.id = v.baby_id
      left join lateral (
        select count(*) as overdue
        from visit v
        where v.mother_id = m.id and OPEN and v.overdue_after < z.today
      ) as o on true
      order by f.plain_name, f.id
      """
          .replace(
              "OPEN",
              """
              v.done_on is null and not v.cancelled and not v.provisional and not v.needs_review
                and (v.latest is null or v.latest >= greatest(z.today, v.due))""");

  /** Which of the people are wanted. */
  public enum Group {
    PREGNANT(
        "m.died_on is null"
            + " and exists (select from pregnancy p where p.mother_id = m.id and p.outcome is null)"),
    BABIES("exists (select from baby b where b.mother_id = m.id and b.died_on is null)"),
    /** not messaged: without consent, or opted out */
    SILENT(
        """
        not (m.opted_out_at is null and m.consent)
        """),
    /** no channel of hers reaches her */
    UNREACHABLE(
        """
        not exists (
          select from unnest(m.channels) as ch (name)
          where (ch.name <> 'email' or m.email is not null)
            and not exists (
              select from unreachable u
              where u.mother_id = m.id and u.channel = ch.name
                and u.address = case when ch.name = 'email' then m.email else %s end))
        """
            .formatted(REACHED_AT));

    private final String sql;

    Group(String sql) {
      this.sql = sql;
    }

    /**
     * @throws Invalid when the text names none, in whatever case
     */
    public static @Nullable Group read(@Nullable String text) {
      return text == null || text.isBlank()
          ? null
          : Arrays.stream(values())
              .filter(group -> group.name().equals(text.toUpperCase(Locale.ROOT)))
              .findFirst()
              .orElseThrow(() -> new Invalid("group", "is no group of people"));
    }
  }

  /**
   * One page of those found.
   *
   * @param total how many were found in all
   * @param page from 1
   */
  public record Found(List<FoundPerson> people, int total, int page) {
    public int pages() {
      return Math.max(1, (total + A_PAGE - 1) / A_PAGE);
    }
  }

  private final JdbcClient jdbc;
  private final Clinics clinics;
  private final Trail trail;

  People(JdbcClient jdbc, Clinics clinics, Trail trail) {
    this.jdbc = jdbc;
    this.clinics = clinics;
    this.trail = trail;
  }

  /**
   * People by name.
   *
   * @param q as in {@link Mothers#list}
   * @param clinic only this clinic's; null: all the viewer works in
   * @param group null: all
   * @param page from 1
   * @throws NotFound when the viewer doesn't work in the clinic
   */
  @Transactional
  public Found find(
      Viewer viewer,
      @Nullable String q,
      @Nullable String clinic,
      @Nullable Group group,
      int page,
      Instant now) {
    Long clinicId = clinic == null ? null : Ids.inField(clinic, "clinic");
    if (clinicId != null) {
      clinics.one(clinicId, viewer);
    }
    int[] total = {0};
    Map<String, LocalDate> days = new TreeMap<>(TimeZones.datesAt(now));
    String wanted = group == null ? "true" : group.sql;
    List<FoundPerson> people =
        SoughtWords.of(q)
            .in(jdbc.sql(PAGE.formatted(SoughtWords.SQL, wanted, REACHED_AT)))
            .param("zones", days.keySet().toArray(String[]::new))
            .param("days", days.values().stream().map(LocalDate::toString).toArray(String[]::new))
            .param("all", viewer.seesAll())
            .param("clinics", viewer.clinicArray())
            .param("clinic", clinicId)
            .param("limit", A_PAGE)
            .param("offset", (page - 1) * A_PAGE)
            .query(
                (row, number) -> {
                  total[0] = row.getInt("total");
                  return person(row);
                })
            .list();
    trail.viewed(
        viewer,
        Trail.About.list(
            Trail.Thing.MOTHER, people.stream().map(one -> Long.valueOf(one.id())).toList()),
        now);
    return new Found(withBabies(people), total[0], page);
  }

  /** One of those who share a phone. */
  public record AtPhone(String id, String fullName) {}

  /**
   * Who in the viewer's clinics is reached at a phone; the eldest entries first, at most ten.
   *
   * @param phone E.164
   * @param but not this mother; 0: all
   */
  @Transactional
  public List<AtPhone> atPhone(String phone, long but, Viewer viewer, Instant now) {
    List<AtPhone> found =
        jdbc.sql(
                """
            select id, full_name from mother
            where (phone = :phone or caregiver_phone = :phone) and id <> :but
              and (:all or clinic_id = any(:clinics))
            order by id limit 10
            """)
            .param("phone", phone)
            .param("but", but)
            .param("all", viewer.seesAll())
            .param("clinics", viewer.clinicArray())
            .query(
                (row, number) ->
                    new AtPhone(Ids.text(row.getLong("id")), row.getString("full_name")))
            .list();
    trail.viewed(
        viewer,
        Trail.About.list(
            Trail.Thing.MOTHER, found.stream().map(one -> Long.valueOf(one.id())).toList()),
        now);
    return found;
  }

  private List<FoundPerson> withBabies(List<FoundPerson> people) {
    Map<String, List<FoundBaby>> babies =
        jdbc
            .sql(
                """
                select id, mother_id, name, birth_date
                from baby
                where mother_id = any(:mothers) and died_on is null
                order by birth_date desc, id
                """)
            .param(
                "mothers",
                people.stream().map(person -> Long.valueOf(person.id())).toArray(Long[]::new))
            .query(
                (row, number) ->
                    Map.entry(
                        Ids.text(row.getLong("mother_id")),
                        new FoundBaby(
                            Ids.text(row.getLong("id")),
                            row.getString("name"),
                            row.getObject("birth_date", LocalDate.class))))
            .list()
            .stream()
            .collect(
                Collectors.groupingBy(
                    Map.Entry::getKey,
                    Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    return people.stream()
        .map(person -> person.with(babies.getOrDefault(person.id(), List.of())))
        .toList();
  }

  private static FoundPerson person(ResultSet row) throws SQLException {
    return new FoundPerson(
        Ids.text(row.getLong("id")),
        row.getString("full_name"),
        row.getString("phone"),
        row.getString("clinic"),
        row.getObject("died_on", LocalDate.class),
        row.getBoolean("consent"),
        row.getBoolean("opted_out"),
        row.getObject("lmp", LocalDate.class),
        List.of(),
        row.getObject("today", LocalDate.class),
        row.getObject("due", LocalDate.class),
        row.getString("title"),
        row.getString("whose"),
        row.getInt("overdue"));
  }
}
