package io.doula.family;

import io.doula.core.NotFound;
import io.doula.core.Viewer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Puts together what is shown of a family. */
@Repository
class FamilyView {
  private final JdbcClient jdbc;
  private final PregnancyTable pregnancies;
  private final BabyTable babies;
  private final ContactTable contacts;
  private final DoseTable doses;

  FamilyView(
      JdbcClient jdbc,
      PregnancyTable pregnancies,
      BabyTable babies,
      ContactTable contacts,
      DoseTable doses) {
    this.jdbc = jdbc;
    this.pregnancies = pregnancies;
    this.babies = babies;
    this.contacts = contacts;
    this.doses = doses;
  }

  /**
   * @throws NotFound when there is none, or not in the viewer's clinics
   */
  Pregnancy pregnancy(long id, Viewer viewer, Instant now) {
    long mother = motherOf("select mother_id from pregnancy where id = :id", id, "pregnancy");
    LocalDate today = today(mother, viewer, now).orElseThrow(() -> new NotFound("pregnancy"));
    return pregnancies.of(List.of(mother)).stream()
        .filter(row -> row.id() == id)
        .map(row -> shown(row, today))
        .findFirst()
        .orElseThrow(() -> new NotFound("pregnancy"));
  }

  /**
   * @throws NotFound when there is none, or not in the viewer's clinics
   */
  Baby baby(long id, Viewer viewer, Instant now) {
    long mother = motherOf("select mother_id from baby where id = :id", id, "baby");
    if (today(mother, viewer, now).isEmpty()) {
      throw new NotFound("baby");
    }
    return babies.of(List.of(mother)).stream()
        .filter(row -> row.id() == id)
        .map(this::shown)
        .findFirst()
        .orElseThrow(() -> new NotFound("baby"));
  }

  /** All of a mother whom the viewer was found to see. */
  Mother.WithFamily family(MotherRow mother, Viewer viewer, Instant now) {
    LocalDate today = today(mother.id(), viewer, now).orElseThrow(() -> new NotFound("mother"));
    return new Mother.WithFamily(
        Mother.of(mother),
        pregnancies.of(List.of(mother.id())).stream().map(row -> shown(row, today)).toList(),
        babies.of(List.of(mother.id())).stream().map(this::shown).toList(),
        reminders(mother.id()));
  }

  /**
   * The local day of a mother, in her zone or her clinic's; empty when the viewer doesn't see her.
   */
  Optional<LocalDate> today(long motherId, Viewer viewer, Instant now) {
    return jdbc.sql(
            """
            select coalesce(m.time_zone, c.time_zone)
            from mother m
            join clinic c on c.id = m.clinic_id
            where m.id = :id and m.erased_at is null and (:all or m.clinic_id = any(:clinics))
            """)
        .param("id", motherId)
        .param("all", viewer.seesAll())
        .param("clinics", viewer.clinicArray())
        .query(String.class)
        .optional()
        .map(zone -> now.atZone(ZoneId.of(zone)).toLocalDate());
  }

  private Pregnancy shown(PregnancyRow row, LocalDate today) {
    return Pregnancy.of(
        row,
        today,
        contacts.ofPregnancy(row.id(), ContactTable.ANTENATAL),
        contacts.ofPregnancy(row.id(), ContactTable.POSTNATAL));
  }

  private Baby shown(BabyRow row) {
    return Baby.of(row, doses.ofBaby(row.id()), contacts.ofBaby(row.id()));
  }

  private List<Mother.NextReminder> reminders(long motherId) {
    return jdbc.sql(
            """
            select id, kind, due_at, state, why from reminder
            where mother_id = :mother and state in ('PLANNED', 'QUEUED', 'RETRY', 'SENDING')
            order by due_at, id limit 10
            """)
        .param("mother", motherId)
        .query(
            (row, number) ->
                new Mother.NextReminder(
                    Long.toString(row.getLong("id")),
                    row.getString("kind"),
                    row.getObject("due_at", OffsetDateTime.class).toInstant(),
                    row.getString("state"),
                    row.getString("why")))
        .list();
  }

  private long motherOf(String sql, long id, String what) {
    return jdbc.sql(sql)
        .param("id", id)
        .query(Long.class)
        .optional()
        .orElseThrow(() -> new NotFound(what));
  }
}
