package io.doula.reminder;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.channel.Receipt.Status;
import io.doula.core.Role;
import io.doula.core.Viewer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

/** After a restore: what may have gone out already is held, everything else goes. */
@TestPropertySource(properties = "DOULA_GUARD_UNTIL=2026-03-12T06:00:20Z")
class GuardTest extends DeliveringTest {
  @Autowired DeliverySettings settings;
  @Autowired TransactionTemplate transaction;
  @Autowired Reminders reminders;

  @Test
  void whatFellDueBeforeItIsHeldAndTheRestGoes() {
    clinic.mothers(8, "whatsapp");
    clinic.comeDue();
    clinic.deliver();
    Instant until = Instant.parse("2026-03-12T06:00:20Z");
    for (Clinic.Row row : clinic.rows("true")) {
      boolean held = row.dueAt().isBefore(until);
      assertThat(row.state()).isEqualTo(held ? State.UNKNOWN : State.ACCEPTED);
      assertThat(row.claimAt().equals("infinity")).isEqualTo(held);
    }
    assertThat(clinic.rows("state = 'UNKNOWN'")).hasSize(4);
    clock.advance(Duration.ofDays(2));
    clinic.deliver();
    assertThat(clinic.rows("state = 'UNKNOWN'")).as("no clock ends it").hasSize(4);
  }

  @Test
  void howManyTheyMayBeNoneOfThemExpires() {
    long mother = mother();
    clinic.comeDue();
    jdbc.sql(
            """
            insert into reminder (mother_id, day, kind, due_at, expires_at, state, why, claim_at, channel,
              created_at)
            select :mother, date '2000-01-01' + n, 'MISSED', '2026-03-01T06:00:00Z',
              timestamptz '2026-03-01T18:00:00Z' - n * interval '1 second', 'PLANNED', 'x',
              '2026-03-01T06:00:00Z', 'whatsapp', '2026-03-01T00:00:00Z'
            from generate_series(1, 1200) n
            """)
        .param("mother", mother)
        .update();
    clinic.deliver();
    assertThat(
            jdbc.sql(
                    "select distinct state from reminder where kind = 'MISSED' and day < '2010-01-01'")
                .query(String.class)
                .list())
        .containsExactly("UNKNOWN");
  }

  @Test
  void aReceiptResolvesIt() {
    Clinic.Row held = held();
    inbox.receipts(
        List.of(clinic.receipt("whatsapp", "e", held.id() + ":1", Status.DELIVERED, null)),
        clock.now());
    assertThat(clinic.row(held.mother()).state()).isEqualTo(State.DELIVERED);
  }

  @Test
  void staffMayFreeItAndItGoesOnce() {
    Clinic.Row held = held();
    reminders.retry(held.id(), admin(), clock.now());
    clinic.deliver();
    clinic.deliver();
    assertThat(clinic.row(held.mother()).state()).isEqualTo(State.ACCEPTED);
    assertThat(providers.whatsapp().count()).isEqualTo(1);
  }

  @Test
  void staffMaySayWhatBecameOfIt() {
    Clinic.Row held = held();
    reminders.resolve(held.id(), true, admin(), clock.now());
    clinic.deliver();
    assertThat(clinic.row(held.mother()).state()).isEqualTo(State.DELIVERED);
    assertThat(providers.whatsapp().count()).isZero();
  }

  @Test
  void numbersJumpOnceUnderEachGuard() {
    long before = number();
    begin("2026-03-12T06:00:20Z");
    long jumped = number();
    assertThat(jumped - before).isGreaterThanOrEqualTo(10_000_000);
    begin("2026-03-12T06:00:20Z");
    assertThat(number()).isEqualTo(jumped + 1);
    begin("2026-04-01T00:00:00Z");
    assertThat(number() - jumped).isGreaterThanOrEqualTo(10_000_000);
  }

  private void begin(String until) {
    DeliverySettings guarded =
        new DeliverySettings(
            settings.tick(),
            settings.lease(),
            settings.sendTimeout(),
            settings.receiptWait(),
            settings.senders(),
            Instant.parse(until));
    new Guard(jdbc, transaction, clock, guarded).start();
  }

  private long number() {
    return jdbc.sql("select nextval(pg_get_serial_sequence('reminder', 'id'))")
        .query(Long.class)
        .single();
  }

  private Clinic.Row held() {
    long mother = mother();
    clinic.comeDue();
    clinic.deliver();
    assertThat(clinic.row(mother).state()).isEqualTo(State.UNKNOWN);
    return clinic.row(mother);
  }

  /** Whose reminder falls due at 06:00:15. */
  private long mother() {
    return clinic.mother("whatsapp");
  }

  private static Viewer admin() {
    return new Viewer(1, "admin", Role.ADMIN, Set.of());
  }
}
