package io.doula.testing;

import io.doula.family.FamilyChanged;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Families for tests of what follows from them: written straight into the tables, then announced as
 * the program does.
 */
@TestComponent
public class Families {
  private final JdbcClient jdbc;
  private final MovedClock clock;
  private final TransactionTemplate transaction;
  private final ApplicationEventPublisher events;

  Families(
      JdbcClient jdbc,
      MovedClock clock,
      TransactionTemplate transaction,
      ApplicationEventPublisher events) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.transaction = transaction;
    this.events = events;
  }

  /** A clinic in Nairobi: sends at 09:00, quiet from 20:00 to 07:00, speaks English. */
  public long clinic() {
    return clinic("Africa/Nairobi");
  }

  public long clinic(String zone) {
    return insert(
        """
        insert into clinic (name, country, time_zone, plan, language, quiet_from, quiet_to, send_at, created_at)
        values (:name, 'KE', :zone, 'who', 'en', :from, :to, :at, :now)
        returning id
        """,
        "name",
        "Clinic " + zone + " " + System.nanoTime(),
        "zone",
        zone,
        "from",
        LocalTime.of(20, 0),
        "to",
        LocalTime.of(7, 0),
        "at",
        LocalTime.of(9, 0));
  }

  /** A consenting mother reached by SMS, registered now. */
  public long mother(long clinic, String phone) {
    return insert(
        """
        insert into mother (clinic_id, full_name, phone, channels, consent, consent_at, registered_at)
        values (:clinic, 'Amina Otieno', :phone, '{sms}', true, :now, :now)
        returning id
        """,
        "clinic",
        clinic,
        "phone",
        phone);
  }

  public long mother(long clinic) {
    return mother(clinic, "+254700000001");
  }

  /** A baby, announced. */
  public long baby(long mother, LocalDate born, @Nullable String name) {
    long id =
        insert(
            """
            insert into baby (mother_id, name, birth_date, registered_at)
            values (:mother, :name, :born, :now)
            returning id
            """,
            "mother",
            mother,
            "name",
            name,
            "born",
            born);
    changed(mother);
    return id;
  }

  /** An open pregnancy, announced. */
  public long pregnancy(long mother, LocalDate lmp) {
    long id =
        insert(
            """
            insert into pregnancy (mother_id, dated_by, lmp, edd, registered_at)
            values (:mother, 'LMP', :lmp, :edd, :now)
            returning id
            """,
            "mother",
            mother,
            "lmp",
            lmp,
            "edd",
            lmp.plusDays(280));
    changed(mother);
    return id;
  }

  public void dose(long mother, long baby, String vaccine, LocalDate on) {
    run(
        "insert into dose (baby_id, vaccine, given_on, recorded_at) values (:baby, :vaccine, :on, :now)",
        "baby",
        baby,
        "vaccine",
        vaccine,
        "on",
        on);
    changed(mother);
  }

  /** Any change of hers, announced in its own transaction as the program does. */
  public void change(long mother, String sql, Object... parameters) {
    transaction.executeWithoutResult(
        status -> {
          run(sql, parameters);
          events.publishEvent(new FamilyChanged(Set.of(mother), clock.now()));
        });
  }

  public void changed(long mother) {
    transaction.executeWithoutResult(
        status -> events.publishEvent(new FamilyChanged(Set.of(mother), clock.now())));
  }

  private void run(String sql, Object... parameters) {
    with(sql, parameters).update();
  }

  private long insert(String sql, Object... parameters) {
    return with(sql, parameters).query(Long.class).single();
  }

  private JdbcClient.StatementSpec with(String sql, Object... parameters) {
    JdbcClient.StatementSpec statement =
        jdbc.sql(sql).param("now", clock.now().atOffset(ZoneOffset.UTC));
    for (int i = 0; i < parameters.length; i += 2) {
      statement = statement.param((String) parameters[i], parameters[i + 1]);
    }
    return statement;
  }
}
