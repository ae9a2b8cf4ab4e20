package io.doula.family;

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
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A row of the table visit; two are equal when they say the same, whatever their id. */
final class StoredVisit {
  static final String WRITE =
      """
      insert into visit (mother_id, pregnancy_id, baby_id, kind, code, title, series, dose, vaccines,
        earliest, due, overdue_after, latest, done_on, provisional, needs_review, messaged, why, plan,
        plan_version)
      values (:motherId, :pregnancyId, :babyId, :kind, :code, :title, :series, :dose, :vaccines,
        :earliest, :due, :overdueAfter, :latest, :doneOn, :provisional, :needsReview, :messaged, :why,
        :plan, :planVersion)
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

  MapSqlParameterSource parameters() {
    return new MapSqlParameterSource("motherId", content.motherId)
        .addValue("pregnancyId", key.pregnancyId)
        .addValue("babyId", key.babyId)
        .addValue("kind", content.kind)
        .addValue("code", key.code)
        .addValue("title", content.title)
        .addValue("series", content.series)
        .addValue("dose", content.dose)
        .addValue("vaccines", content.vaccines.toArray(String[]::new))
        .addValue("earliest", content.earliest)
        .addValue("due", content.due)
        .addValue("overdueAfter", content.overdueAfter)
        .addValue("latest", content.latest)
        .addValue("doneOn", content.doneOn)
        .addValue("provisional", content.provisional)
        .addValue("needsReview", content.needsReview)
        .addValue("messaged", content.messaged)
        .addValue("why", content.why)
        .addValue("plan", content.plan)
        .addValue("planVersion", content.planVersion);
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
