package io.doula.family;

import io.doula.core.NotFound;
import io.doula.core.Viewer;
import io.doula.schedule.Facts;
import io.doula.schedule.GivenDose;
import io.doula.schedule.GivenVerdict;
import io.doula.schedule.ImmunizationForecast;
import io.doula.schedule.Plan;
import io.doula.schedule.Plans;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The mothers' cards. */
@Service
public class Cards {
  private final JdbcClient jdbc;
  private final Mothers mothers;
  private final Clinics clinics;
  private final Plans plans;

  Cards(JdbcClient jdbc, Mothers mothers, Clinics clinics, Plans plans) {
    this.jdbc = jdbc;
    this.mothers = mothers;
    this.clinics = clinics;
    this.plans = plans;
  }

  /**
   * @throws NotFound when there is no such mother, or not in the viewer's clinics
   */
  @Transactional
  public Card of(long motherId, Viewer viewer, Instant now) {
    Mother.WithFamily family = mothers.one(motherId, viewer, now);
    Mother mother = family.mother();
    Clinic clinic = clinics.one(Long.parseLong(mother.clinicId()), viewer);
    String own = mother.timeZone();
    ZoneId zone = ZoneId.of(own == null ? clinic.timeZone() : own);
    LocalDate today = now.atZone(zone).toLocalDate();
    return new Card(
        family, clinic, zone, today, visits(motherId, today), notCounted(family, clinic, today));
  }

  private List<Card.Visit> visits(long motherId, LocalDate today) {
    return jdbc.sql(
            """
            select id, pregnancy_id, baby_id, kind, code, title, vaccines, earliest, due,
              overdue_after, latest, done_on, provisional, needs_review, cancelled, messaged, why
            from visit
            where mother_id = :mother
            order by due, id
            """)
        .param("mother", motherId)
        .query((row, number) -> visit(row, today))
        .list();
  }

  private Map<String, String> notCounted(Mother.WithFamily family, Clinic clinic, LocalDate today) {
    Map<String, String> why = new HashMap<>();
    Plan plan = plans.plan(clinic.plan());
    for (Baby baby : family.babies()) {
      List<GivenVerdict> verdicts = verdicts(plan, baby, family.pregnancies(), today);
      for (int i = 0; i < verdicts.size(); i++) {
        if (!verdicts.get(i).counts()) {
          why.put(baby.doses().get(i).id(), verdicts.get(i).why());
        }
      }
    }
    return why;
  }

  private static List<GivenVerdict> verdicts(
      Plan plan, Baby baby, List<Pregnancy> pregnancies, LocalDate today) {
    List<GivenDose> given =
        baby.doses().stream()
            .map(dose -> new GivenDose(dose.vaccine(), dose.on(), dose.product(), null))
            .toList();
    // a zone that was put right since may have left the birth a day ahead
    LocalDate asOf = baby.birthDate().isAfter(today) ? baby.birthDate() : today;
    Facts facts = Facts.ofBirth(preterm(baby, pregnancies), baby.birthWeightGrams());
    return ImmunizationForecast.of(plan, baby.birthDate(), asOf, List.of(), given, facts).given();
  }

  /** As {@link DerivedVisits} has it. */
  private static @Nullable Boolean preterm(Baby baby, List<Pregnancy> pregnancies) {
    return pregnancies.stream()
        .filter(p -> p.id().equals(baby.pregnancyId()) && p.lmp() != null)
        .map(p -> baby.birthDate().isBefore(Objects.requireNonNull(p.lmp()).plusWeeks(37)))
        .findFirst()
        .orElse(null);
  }

  private static Card.Visit visit(ResultSet row, LocalDate today) throws SQLException {
    VisitDates dates =
        new VisitDates(
            row.getObject("due", LocalDate.class),
            row.getObject("overdue_after", LocalDate.class),
            row.getObject("latest", LocalDate.class),
            row.getObject("done_on", LocalDate.class),
            row.getBoolean("needs_review"),
            row.getBoolean("cancelled"));
    return new Card.Visit(
        Long.toString(row.getLong("id")),
        row.getString("pregnancy_id"),
        row.getString("baby_id"),
        row.getString("kind"),
        row.getString("code"),
        row.getString("title"),
        List.of((String[]) row.getArray("vaccines").getArray()),
        row.getObject("earliest", LocalDate.class),
        dates.due(),
        dates.overdueAfter(),
        dates.latest(),
        dates.statusOn(today),
        dates.doneOn(),
        row.getBoolean("provisional"),
        row.getBoolean("messaged"),
        row.getString("why"));
  }
}
