package io.doula.desk.work;

import io.doula.core.Ids;
import io.doula.core.Page;
import io.doula.core.Paging;
import io.doula.core.TimeZones;
import io.doula.core.Trail;
import io.doula.core.Viewer;
import io.doula.family.Clinics;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The mothers for whom something is due or overdue, each once. They come from the index of open
 * visits in its order, so that a page costs the same in a house of many clinics.
 */
@Repository
class Waiting {
  /** Beyond so many nobody counts on. */
  static final int MOST_COUNTED = 300;

  /** A cursor holds the day and the id of a mother's first visit. */
  private static final int ID_BITS = 42;

  /** Stands in a cursor for what is never overdue, and comes last. */
  private static final LocalDate NEVER = LocalDate.of(2200, 1, 1);

  private static final String BEYOND = "(v.overdue_after, v.id) > (:afterDay, :afterId)";

  private static final String OPEN =
      """
      %1$s.done_on is null and not %1$s.cancelled and not %1$s.provisional and not %1$s.needs_review
      and %1$s.due <= z.today and z.today <= coalesce(%1$s.latest, 'infinity')
      """;

  /**
   * One row for a mother: her first visit that is asked for. The parts: of the visit, of her turn,
   * of any other visit's turn.
   */
  private static final String FIRSTS =
      """
      select v.id, v.overdue_after, m.id as mother_id
      from visit v
      join mother m on m.id = v.mother_id
      join clinic c on c.id = m.clinic_id
      cross join lateral (
        select (cast(:days as jsonb) ->> coalesce(m.time_zone, c.time_zone))::date as today) z
      where (:all or m.clinic_id = any(:clinics))
        and (cast(:clinic as bigint) is null or m.clinic_id = :clinic)
        and (cast(:language as text) is null or coalesce(m.language, c.language) = :language)
        and (cast(:kind as text) is null or v.kind = :kind)
        and (cast(:atMost as int) is null or z.today - v.overdue_after <= :atMost)
        and (cast(:atLeast as int) is null or z.today - v.overdue_after >= :atLeast)
        and OPEN_V and TURN
        and not exists (
          select from visit w
          where w.mother_id = v.mother_id and OPEN_W and (cast(:kind as text) is null or w.kind = :kind)
            and SAME
            and (coalesce(w.overdue_after, 'infinity'), w.id)
              < (coalesce(v.overdue_after, 'infinity'), v.id))
      order by v.overdue_after, v.id
      limit :limit
      """
          .replace("OPEN_V", OPEN.formatted("v"))
          .replace("OPEN_W", OPEN.formatted("w"));

  private final JdbcClient jdbc;
  private final Clinics clinics;
  private final WaitingPeople people;
  private final Trail trail;

  Waiting(JdbcClient jdbc, Clinics clinics, WaitingPeople people, Trail trail) {
    this.trail = trail;
    this.jdbc = jdbc;
    this.clinics = clinics;
    this.people = people;
  }

  /** What they wait for; each is read from its own stretch of the index. */
  enum Turn {
    OVERDUE(
        "w.overdue_after < z.today",
        "v.overdue_after < z.today and v.overdue_after between :earliest and :latest and "
            + BEYOND),
    DUE(
        "coalesce(w.overdue_after, 'infinity') >= z.today",
        "v.overdue_after >= z.today and v.overdue_after >= :earliest and " + BEYOND,
        "v.overdue_after is null and (:afterDay < date '2200-01-01' or v.id > :afterId)");

    private final String ofAny;
    private final List<String> stretches;

    Turn(String ofAny, String... stretches) {
      this.ofAny = ofAny;
      this.stretches = List.of(stretches);
    }
  }

  /** How long she has been overdue, in days. */
  enum Since {
    WEEK(null, 7),
    MONTH(8, 28),
    LONGER(29, null);

    private final @Nullable Integer atLeast;
    private final @Nullable Integer atMost;

    Since(@Nullable Integer atLeast, @Nullable Integer atMost) {
      this.atLeast = atLeast;
      this.atMost = atMost;
    }
  }

  /** Of what kind something is. */
  enum Kind {
    ANTENATAL,
    POSTNATAL,
    VACCINATION
  }

  /** Whom a list is about; null means all. */
  record Asked(
      Turn turn,
      @Nullable Long clinic,
      @Nullable Kind kind,
      @Nullable Since since,
      @Nullable String language) {
    static Asked all(Turn turn) {
      return new Asked(turn, null, null, null, null);
    }

    /** Where the stretch of the index begins, when it is nowhere earlier than that day. */
    LocalDate earliest(LocalDate today) {
      if (turn == Turn.DUE) {
        return today;
      }
      return since == null || since.atMost == null
          ? LocalDate.EPOCH
          : today.minusDays(since.atMost);
    }

    LocalDate latest(LocalDate today) {
      return today.minusDays(since == null || since.atLeast == null ? 1 : since.atLeast);
    }
  }

  private record First(long visit, @Nullable LocalDate overdueAfter, long mother) {
    long key() {
      LocalDate day = overdueAfter == null ? NEVER : overdueAfter;
      return (day.toEpochDay() << ID_BITS) | visit;
    }
  }

  /**
   * A page of mothers with all that is asked for and open, first who has waited longest.
   *
   * @throws io.doula.core.NotFound when the viewer doesn't work in the clinic
   */
  Page<WaitingMother> list(Asked asked, Paging paging, Viewer viewer, Instant now) {
    return page(Trail.Deed.VIEWED, asked, paging, viewer, now);
  }

  /** The same, to be taken away as a table. */
  Page<WaitingMother> table(Asked asked, Paging paging, Viewer viewer, Instant now) {
    return page(Trail.Deed.EXPORTED, asked, paging, viewer, now);
  }

  private Page<WaitingMother> page(
      Trail.Deed deed, Asked asked, Paging paging, Viewer viewer, Instant now) {
    if (asked.clinic() != null) {
      clinics.one(asked.clinic(), viewer);
    }
    Page<First> page =
        Page.of(firsts(asked, paging, paging.limit() + 1, viewer, now), paging, First::key);
    List<Long> ids = page.items().stream().map(First::mother).toList();
    trail.enter(deed, Trail.By.of(viewer), Trail.About.list(Trail.Thing.VISIT, ids), now);
    return new Page<>(people.of(ids, asked.turn(), now), page.next());
  }

  /** How many mothers there are, counted up to {@link #MOST_COUNTED}, and one more if beyond. */
  int count(Asked asked, Viewer viewer, Instant now) {
    return firsts(asked, new Paging(1, 0), MOST_COUNTED + 1, viewer, now).size();
  }

  private List<First> firsts(Asked asked, Paging paging, int limit, Viewer viewer, Instant now) {
    Map<String, LocalDate> days = TimeZones.datesAt(now);
    List<First> firsts = new ArrayList<>();
    for (String stretch : asked.turn().stretches) {
      if (firsts.size() < limit) {
        firsts.addAll(
            stretch(asked, stretch, paging, limit - firsts.size(), viewer, new Today.Days(days)));
      }
    }
    return firsts;
  }

  private List<First> stretch(
      Asked asked, String stretch, Paging paging, int limit, Viewer viewer, Today.Days days) {
    Since since = asked.since();
    return jdbc.sql(FIRSTS.replace("TURN", stretch).replace("SAME", asked.turn().ofAny))
        .param("days", days.json(), Types.OTHER)
        .param("earliest", asked.earliest(Collections.min(days.byZone().values())))
        .param("latest", asked.latest(Collections.max(days.byZone().values())))
        .param("all", viewer.seesAll())
        .param("clinics", viewer.clinicArray())
        .param("clinic", asked.clinic())
        .param("language", asked.language())
        .param("kind", asked.kind() == null ? null : asked.kind().name())
        .param("atLeast", since == null ? null : since.atLeast)
        .param("atMost", since == null ? null : since.atMost)
        .param("afterDay", LocalDate.ofEpochDay(paging.after() >> ID_BITS))
        .param("afterId", paging.after() & ((1L << ID_BITS) - 1))
        .param("limit", limit)
        .query(
            (row, n) ->
                new First(
                    row.getLong("id"),
                    row.getObject("overdue_after", LocalDate.class),
                    row.getLong("mother_id")))
        .list();
  }

  /** A clinic as a filter names it. */
  static @Nullable Long clinic(@Nullable String text) {
    return text == null ? null : Ids.inField(text, "clinic");
  }
}
