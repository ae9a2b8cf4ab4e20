package io.doula.bench.parts;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Mothers with one reminder each, written straight into the tables in the form in which planning
 * leaves them: a baby of six weeks, a dose due today, a reminder due now.
 */
public final class Register {
  private static final List<String> FAMILIES =
      List.of(
          """
          insert into clinic (name, country, time_zone, plan, language, quiet_from, quiet_to, send_at, created_at)
          values ('Bench', 'KE', 'Africa/Nairobi', 'who', 'en', '00:00', '00:00', '09:00', now())
          on conflict do nothing
          """,
          """
          insert into mother (clinic_id, external_id, full_name, phone, channels, consent, consent_at, registered_at)
          select c.id, 'B' || n, 'Bench Mother ' || n, '+2547' || lpad(n::text, 8, '0'), '{whatsapp}', true, now(), now()
          from clinic c, generate_series(?::int, ?::int) n
          where c.name = 'Bench'
          """,
          """
          insert into baby (mother_id, name, sex, birth_date, registered_at)
          select m.id, 'Zawadi', 'FEMALE', current_date - 42, now()
          from mother m
          where not exists (select from baby b where b.mother_id = m.id)
          """,
          """
          insert into visit (mother_id, baby_id, kind, code, title, series, dose, vaccines, earliest, due,
                             overdue_after, why, plan, plan_version)
          select b.mother_id, b.id, 'VACCINATION', 'DTP-1', 'DTP dose 1', 'DTP', 1, '{DTP}', current_date,
                 current_date, current_date + 28, 'for a measurement', 'who', 'bench'
          from baby b
          where not exists (select from visit v where v.baby_id = b.id)
          """);

  private static final List<String> REMINDERS =
      List.of(
          """
          insert into reminder (mother_id, day, kind, due_at, expires_at, state, why, channel, claim_at, created_at)
          select m.id, current_date, 'DUE', now(), now() + interval '12 hours', 'PLANNED', 'for a measurement',
                 'whatsapp', now(), now()
          from mother m
          where not exists (select from reminder r where r.mother_id = m.id and r.day = current_date)
          """,
          """
          insert into reminder_visit (reminder_id, visit_id, kind)
          select r.id, v.id, 'DUE'
          from reminder r
          join visit v on v.mother_id = r.mother_id
          where r.day = current_date
          on conflict do nothing
          """);

  private final Postgres postgres;
  private int mothers;

  public Register(Postgres postgres) {
    this.postgres = postgres;
  }

  /** So many more mothers; nothing is due yet. */
  public void add(int more) throws SQLException {
    inOneGo(
        FAMILIES,
        statement -> {
          if (statement.getParameterMetaData().getParameterCount() > 0) {
            statement.setInt(1, mothers + 1);
            statement.setInt(2, mothers + more);
          }
        });
    mothers += more;
  }

  /** Each mother who has none for today gets her reminder, all in one go. */
  public void allDueNow() throws SQLException {
    inOneGo(REMINDERS, statement -> {});
  }

  /** How many mothers there are. */
  public int size() {
    return mothers;
  }

  /** Gives a statement its parameters. */
  private interface Filling {
    void fill(PreparedStatement statement) throws SQLException;
  }

  private void inOneGo(List<String> statements, Filling filling) throws SQLException {
    try (Connection connection = postgres.connect()) {
      connection.setAutoCommit(false);
      for (String sql : statements) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
          filling.fill(statement);
          statement.executeUpdate();
        }
      }
      connection.commit();
      connection.setAutoCommit(true);
      try (Statement statement = connection.createStatement()) {
        statement.execute("analyze");
      }
    }
  }
}
