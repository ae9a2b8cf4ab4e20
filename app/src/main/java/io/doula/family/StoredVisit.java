package io.doula.family;

import io.doula.core.Columns;
import io.doula.family.DerivedVisits.Derived;
import io.doula.schedule.Item;
import io.doula.schedule.ItemKind;
import io.doula.schedule.Plan;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A row of the table visit; two are equal when they say the same, whatever their id. */
final class StoredVisit {
  private static final String WRITE =
      """
      insert into visit (mother_id, pregnancy_id, baby_id, kind, code, title, series, dose, vaccines,
        earliest, due, overdue_after, latest, done_on, provisional, needs_review, messaged, why, plan,
        plan_version, clinic_id)
      select mother_id, pregnancy_id, baby_id, kind, code, title, series, dose,
             string_to_array(vaccines, ','), earliest, due, overdue_after, latest, done_on,
             provisional, needs_review, messaged, why, plan, plan_version,
             (select clinic_id from mother m where m.id = mother_id)
      from unnest(
        :motherIds::bigint[], :pregnancyIds::bigint[], :babyIds::bigint[], :kinds::text[],
        :codes::text[], :titles::text[], :series::text[], :doses::smallint[], :vaccines::text[],
        :earliest::date[], :due::date[], :overdueAfter::date[], :latest::date[], :doneOn::date[],
        :provisional::boolean[], :needsReview::boolean[], :messaged::boolean[], :why::text[],
        :plans::text[], :planVersions::text[])
      as wanted (mother_id, pregnancy_id, baby_id, kind, code, title, series, dose, vaccines,
        earliest, due, overdue_after, latest, done_on, provisional, needs_review, messaged, why, plan,
        plan_version)
      on conflict (pregnancy_id, baby_id, code) do update set
        title = excluded.title, series = excluded.series, dose = excluded.dose,
        vaccines = excluded.vaccines, earliest = excluded.earliest, due = excluded.due,
        overdue_after = excluded.overdue_after, latest = excluded.latest, done_on = excluded.done_on,
        provisional = excluded.provisional, needs_review = excluded.needs_review, cancelled = false,
        messaged = excluded.messaged, why = excluded.why, plan = excluded.plan,
        plan_version = excluded.plan_version
      """;

  private final long id;
  private final boolean cancelled;
  private final Key key;
  private final Content content;

  private StoredVisit(long id, boolean cancelled, Key key, Content content) {
    this.id = id;
    this.cancelled = cancelled;
    this.key = key;
    this.content = content;
  }

  /** What makes it the same visit when it is derived again. */
  record Key(@Nullable Long pregnancyId, @Nullable Long babyId, String code) {}

  private record Content(
      long motherId,
      String kind,
      String title,
      @Nullable String series,
      @Nullable Integer dose,
      List<String> vaccines,
      LocalDate earliest,
      LocalDate due,
      @Nullable LocalDate overdueAfter,
      @Nullable LocalDate latest,
      @Nullable LocalDate doneOn,
      boolean provisional,
      boolean needsReview,
      boolean messaged,
      String why,
      String plan,
      String planVersion) {}

  static StoredVisit of(long motherId, Derived derived, Plan plan) {
    Item item = derived.item();
    return new StoredVisit(
        0,
        false,
        new Key(derived.pregnancyId(), derived.babyId(), item.code()),
        new Content(
            motherId,
            item.kind().name(),
            item.title(),
            item.series(),
            item.dose(),
            item.vaccines(),
            item.earliest(),
            item.due(),
            item.overdueAfter(),
            item.latest(),
            item.doneOn(),
            item.provisional(),
            item.needsReview(),
            derived.messaged(),
            item.why(),
            plan.code(),
            plan.version()));
  }

  static List<StoredVisit> load(JdbcClient jdbc, Collection<Long> motherIds) {
    return jdbc.sql(
            """
            select id, mother_id, pregnancy_id, baby_id, kind, code, title, series, dose, vaccines,
                   earliest, due, overdue_after, latest, done_on, provisional, needs_review, cancelled,
                   messaged, why, plan, plan_version
            from visit
            where mother_id = any(:ids)
            """)
        .param("ids", motherIds.toArray(Long[]::new))
        .query(StoredVisit::read)
        .list();
  }

  private static StoredVisit read(ResultSet row, int n) throws SQLException {
    return new StoredVisit(
        row.getLong("id"),
        row.getBoolean("cancelled"),
        new Key(
            row.getObject("pregnancy_id", Long.class),
            row.getObject("baby_id", Long.class),
            row.getString("code")),
        new Content(
            row.getLong("mother_id"),
            row.getString("kind"),
            row.getString("title"),
            row.getString("series"),
            row.getObject("dose", Integer.class),
            List.of((String[]) row.getArray("vaccines").getArray()),
            row.getObject("earliest", LocalDate.class),
            row.getObject("due", LocalDate.class),
            row.getObject("overdue_after", LocalDate.class),
            row.getObject("latest", LocalDate.class),
            row.getObject("done_on", LocalDate.class),
            row.getBoolean("provisional"),
            row.getBoolean("needs_review"),
            row.getBoolean("messaged"),
            row.getString("why"),
            row.getString("plan"),
            row.getString("plan_version")));
  }

  long id() {
    return id;
  }

  Key key() {
    return key;
  }

  /** An antenatal contact that she came to. */
  boolean isContactDone() {
    return isAntenatal() && content.doneOn != null;
  }

  /**
   * True where this contact was, or may have been, announced for its day, and another of the same
   * number takes its place on a later one.
   */
  boolean gaveWayTo(StoredVisit wanted, LocalDate announcedUntil) {
    return isAntenatal()
        && content.doneOn == null
        && wanted.content.doneOn == null
        && !content.due.isAfter(announcedUntil)
        && wanted.content.due.isAfter(content.due);
  }

  private boolean isAntenatal() {
    return content.kind.equals(ItemKind.ANTENATAL.name());
  }

  boolean stands() {
    return !cancelled;
  }

  /** Writes new ones, and known ones that say something else now: one statement for them all. */
  static void write(JdbcClient jdbc, List<StoredVisit> visits) {
    if (visits.isEmpty()) {
      return;
    }
    List<Key> keys = visits.stream().map(StoredVisit::key).toList();
    List<Content> contents = visits.stream().map(visit -> visit.content).toList();
    jdbc.sql(WRITE)
        .param("motherIds", Columns.of(contents, Content::motherId))
        .param("pregnancyIds", Columns.of(keys, Key::pregnancyId))
        .param("babyIds", Columns.of(keys, Key::babyId))
        .param("kinds", Columns.of(contents, Content::kind))
        .param("codes", Columns.of(keys, Key::code))
        .param("titles", Columns.of(contents, Content::title))
        .param("series", Columns.of(contents, Content::series))
        .param("doses", Columns.of(contents, Content::dose))
        .param("vaccines", Columns.of(contents, content -> String.join(",", content.vaccines)))
        .param("earliest", Columns.of(contents, Content::earliest))
        .param("due", Columns.of(contents, Content::due))
        .param("overdueAfter", Columns.of(contents, Content::overdueAfter))
        .param("latest", Columns.of(contents, Content::latest))
        .param("doneOn", Columns.of(contents, Content::doneOn))
        .param("provisional", Columns.of(contents, Content::provisional))
        .param("needsReview", Columns.of(contents, Content::needsReview))
        .param("messaged", Columns.of(contents, Content::messaged))
        .param("why", Columns.of(contents, Content::why))
        .param("plans", Columns.of(contents, Content::plan))
        .param("planVersions", Columns.of(contents, Content::planVersion))
        .update();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StoredVisit that
        && cancelled == that.cancelled
        && key.equals(that.key)
        && content.equals(that.content);
  }

  @Override
  public int hashCode() {
    return Objects.hash(cancelled, key, content);
  }
}
