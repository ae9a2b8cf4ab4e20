package io.doula.family;

import io.doula.core.Conflict;
import io.doula.core.Ids;
import io.doula.core.NotFound;
import io.doula.core.Page;
import io.doula.core.Paging;
import io.doula.core.Trail;
import io.doula.core.Trail.About;
import io.doula.core.Viewer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The clinics. */
@Service
public class Clinics {
  private static final String COLUMNS =
      "id, name, country, time_zone, plan, language, quiet_from, quiet_to, send_at, version";

  private final JdbcClient jdbc;
  private final KnownPlans plans;
  private final Trail trail;

  Clinics(JdbcClient jdbc, KnownPlans plans, Trail trail) {
    this.trail = trail;
    this.jdbc = jdbc;
    this.plans = plans;
  }

  /** The clinics the viewer works in, by id. */
  public Page<Clinic> list(Viewer viewer, Paging paging) {
    return Page.of(
        jdbc.sql(
                """
                select %s from clinic
                where (:all or id = any(:clinics)) and id > :after
                order by id limit :limit
                """
                    .formatted(COLUMNS))
            .param("all", viewer.seesAll())
            .param("clinics", viewer.clinicArray())
            .param("after", paging.after())
            .param("limit", paging.limit() + 1)
            .query(Clinics::clinic)
            .list(),
        paging,
        clinic -> Long.parseLong(clinic.id()));
  }

  /**
   * @throws NotFound when there is none, or the viewer doesn't work in it
   */
  public Clinic one(long id, Viewer viewer) {
    return read(id, viewer, "");
  }

  /**
   * Adds a clinic.
   *
   * @throws io.doula.core.Invalid naming the fields that are wrong
   * @throws Conflict when there is a clinic of that name
   */
  @Transactional
  public Clinic add(ClinicForm form, Viewer viewer, Instant now) {
    ClinicDetails details = form.read(plans);
    Clinic added =
        unlessNameIsTaken(
            () ->
                values(
                        """
                    insert into clinic (name, country, time_zone, plan, language,
                      quiet_from, quiet_to, send_at, created_at)
                    values (:name, :country, :timeZone, :plan, :language,
                      :quietFrom, :quietTo, :sendAt, :now)
                    returning %s
                    """,
                        details)
                    .param("now", now.atOffset(ZoneOffset.UTC))
                    .query(Clinics::clinic)
                    .single());
    trail.added(viewer, about(added), now);
    return added;
  }

  private static About about(Clinic clinic) {
    return About.thing(Trail.Thing.CLINIC, Long.parseLong(clinic.id()));
  }

  /**
   * Changes a clinic. When its zone, plan, language or hours change, its mothers are marked for
   * planning anew; the next tick does that, however many they are.
   *
   * @param expected refuses the stored version when the sender had read another
   * @param change makes the new form of the stored one
   */
  @Transactional
  public Clinic change(
      long id, IntConsumer expected, UnaryOperator<ClinicForm> change, Viewer viewer, Instant now) {
    Clinic before = read(id, viewer, "for update");
    expected.accept(before.version());
    ClinicDetails details = change.apply(before.form()).read(plans);
    if (details.equals(before.details())) {
      return before;
    }
    Clinic after = unlessNameIsTaken(() -> update(id, details));
    trail.changed(viewer, about(after).fields(Changes.between(before.details(), details)), now);
    if (!details.plansLike(before.details())) {
      planAnew(id, now);
    }
    return after;
  }

  /**
   * Whether a change would move reminders: what is due, or when it is said.
   *
   * @throws io.doula.core.Invalid naming the fields that are wrong
   * @throws NotFound when there is no such clinic, or the viewer doesn't work in it
   */
  public boolean wouldMove(long id, ClinicForm form, Viewer viewer) {
    return !form.read(plans).plansLike(read(id, viewer, "").details());
  }

  private Clinic update(long id, ClinicDetails details) {
    return values(
            """
            update clinic set name = :name, country = :country, time_zone = :timeZone, plan = :plan,
              language = :language, quiet_from = :quietFrom, quiet_to = :quietTo, send_at = :sendAt,
              version = version + 1
            where id = :id
            returning %s
            """,
            details)
        .param("id", id)
        .query(Clinics::clinic)
        .single();
  }

  /** Takes the mothers in order of id, as whoever locks many does. */
  private void planAnew(long id, Instant now) {
    jdbc.sql(
            """
            update mother set replan_at = :now
            where id in (
              select id from mother
              where clinic_id = :id and replan_at > :now
              order by id for no key update)
            """)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("id", id)
        .update();
  }

  private Clinic read(long id, Viewer viewer, String lock) {
    return jdbc.sql(
            """
            select %s from clinic where id = :id and (:all or id = any(:clinics)) %s
            """
                .formatted(COLUMNS, lock))
        .param("id", id)
        .param("all", viewer.seesAll())
        .param("clinics", viewer.clinicArray())
        .query(Clinics::clinic)
        .optional()
        .orElseThrow(() -> new NotFound("clinic"));
  }

  private JdbcClient.StatementSpec values(String sql, ClinicDetails details) {
    return jdbc.sql(sql.formatted(COLUMNS))
        .param("name", details.name())
        .param("country", details.country())
        .param("timeZone", details.timeZone())
        .param("plan", details.plan())
        .param("language", details.language())
        .param("quietFrom", details.quietFrom())
        .param("quietTo", details.quietTo())
        .param("sendAt", details.sendAt());
  }

  private static Clinic unlessNameIsTaken(Supplier<Clinic> write) {
    try {
      return write.get();
    } catch (DuplicateKeyException e) {
      throw new Conflict("name: there is a clinic of this name already");
    }
  }

  private static Clinic clinic(ResultSet row, int number) throws SQLException {
    return new Clinic(
        Ids.text(row.getLong("id")),
        row.getString("name"),
        row.getString("country"),
        row.getString("time_zone"),
        row.getString("plan"),
        row.getString("language"),
        row.getObject("quiet_from", LocalTime.class),
        row.getObject("quiet_to", LocalTime.class),
        row.getObject("send_at", LocalTime.class),
        row.getInt("version"));
  }
}
