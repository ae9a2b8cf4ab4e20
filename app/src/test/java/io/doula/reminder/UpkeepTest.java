package io.doula.reminder;

import static org.assertj.core.api.Assertions.assertThat;

import io.doula.channel.Outcome;
import io.doula.core.Role;
import io.doula.core.Sight;
import io.doula.core.Times;
import io.doula.core.Viewer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What is moved on although no channel takes it. */
class UpkeepTest extends DeliveringTest {
  @Autowired Reminders reminders;

  @Test
  void whatNobodyTakesExpiresAtItsTime() {
    long mother = clinic.mother("whatsapp");
    clinic.comeDue();
    Delivery worker = clinic.worker();
    worker.upkeep(Instant.parse("2026-03-12T16:59:59Z"));
    assertThat(clinic.row(mother).state()).isEqualTo(State.PLANNED);
    worker.upkeep(Instant.parse("2026-03-12T17:00:00Z"));
    assertThat(clinic.row(mother).state()).isEqualTo(State.EXPIRED);
    assertThat(clinic.row(mother).why()).startsWith("its time ended at 2026-03-12T17:00:00Z");
  }

  @Test
  void anUnknownOneIsTriedOnceMoreWhereAReceiptWouldHaveCome() {
    long mother = clinic.mother("whatsapp", "sms");
    clinic.comeDue();
    providers.whatsapp().says(Outcome.unknown("cut off"));
    clinic.deliver();
    clock.set(Clinic.DUE.plus(Duration.ofMinutes(14)));
    clinic.deliver();
    assertThat(providers.whatsapp().count()).isEqualTo(1);
    clock.set(Clinic.DUE.plus(Duration.ofMinutes(16)));
    clinic.deliver();
    assertThat(providers.whatsapp().count()).isEqualTo(2);
    clock.advance(Duration.ofHours(5));
    clinic.deliver();
    assertThat(providers.whatsapp().count()).as("and only once").isEqualTo(2);
    assertThat(providers.sms().count()).as("never by another channel").isZero();
    assertThat(clinic.row(mother).claimAt()).isEqualTo("infinity");
    assertThat(clinic.row(mother).state()).isEqualTo(State.UNKNOWN);
  }

  @Test
  void whileReceiptsAreLateAsAWholeTheirSilenceSaysNothing() {
    long mother = clinic.mother("whatsapp");
    clinic.comeDue();
    providers.whatsapp().says(Outcome.unknown("cut off"));
    clinic.deliver();
    aReceiptAbout(Clinic.DUE.minus(Duration.ofHours(1)));
    jdbc.sql("delete from channel_pulse").update();
    jdbc.sql("insert into channel_pulse (channel, taken_at) values ('whatsapp', :at)")
        .param("at", Times.utc(Clinic.DUE.plus(Duration.ofMinutes(5))))
        .update();
    clock.set(Clinic.DUE.plus(Duration.ofMinutes(20)));
    clinic.deliver();
    assertThat(providers.whatsapp().count()).as("receipts are late").isEqualTo(1);
    assertThat(clinic.row(mother).state()).isEqualTo(State.UNKNOWN);
    aReceiptAbout(Clinic.DUE.plus(Duration.ofMinutes(4)));
    clock.advance(Duration.ofMinutes(2));
    clinic.deliver();
    assertThat(providers.whatsapp().count()).as("they come again, not this one's").isEqualTo(2);
  }

  private void aReceiptAbout(Instant happened) {
    jdbc.sql(
            """
            insert into receipt (channel, event, status, happened_at, received_at)
            values ('whatsapp', :event, 'SENT', :happened, :happened)
            """)
        .param("event", "e" + happened)
        .param("happened", Times.utc(happened))
        .update();
  }

  @Test
  void withoutReceiptsAnUnknownOneIsHeldUntilStaffFreeIt() {
    long mother = clinic.mother("sms", "whatsapp");
    clinic.comeDue();
    providers.sms().receipts = false;
    providers.sms().says(Outcome.unknown("cut off"));
    clinic.deliver();
    clock.advance(Duration.ofHours(5));
    clinic.deliver();
    assertThat(clinic.row(mother).claimAt()).isEqualTo("infinity");
    assertThat(providers.sms().count()).isEqualTo(1);
    providers.sms().answer = providers.sms()::accept;
    Viewer admin = new Viewer(1, "admin", Role.ADMIN, Set.of());
    reminders.retry(clinic.row(mother).id(), admin, clock.now());
    clinic.deliver();
    assertThat(clinic.row(mother).state()).isEqualTo(State.ACCEPTED);
    assertThat(providers.sms().count()).isEqualTo(2);
  }

  @Test
  void manyWaitsEndTogether() {
    many("UNKNOWN", 1200);
    clinic.deliver();
    assertThat(many()).containsExactly("UNKNOWN infinity 1");
  }

  @Test
  void aThousandAttemptsOfDeadWorkersAreSettledOnceEach() {
    many("SENDING", 1000);
    providers.email().found =
        id -> {
          if (id % 100 == 0) {
            throw new IllegalStateException("its book is torn");
          }
          return Optional.empty();
        };
    CompletableFuture<Integer> other =
        CompletableFuture.supplyAsync(
            () -> Sight.ALL.get(() -> settle(clinic.worker(), clock.now())));
    int mine = settle(clinic.worker(), clock.now());
    assertThat(mine + other.join()).isEqualTo(1000);
    assertThat(many()).hasSize(1);
    assertThat(many().get(0)).startsWith("UNKNOWN 2026-03-12 06:16").endsWith(" 1");
    assertThat(
            jdbc.sql(
                    "select count(*) from attempt where outcome = 'UNKNOWN' and closed_at is not null")
                .query(Integer.class)
                .single())
        .isEqualTo(1000);
  }

  private static int settle(Delivery worker, Instant now) {
    int all = 0;
    for (int some = worker.upkeep(now); some > 0; some = worker.upkeep(now)) {
      all += some;
    }
    return all;
  }

  /** Reminders on the channel email, which sends no receipts. */
  private void many(String state, int count) {
    providers.email().receipts = false;
    long mother = clinic.mother("email");
    jdbc.sql("delete from reminder_visit").update();
    jdbc.sql("delete from reminder").update();
    clock.set(Clinic.DUE);
    jdbc.sql(
            """
            insert into reminder (mother_id, day, kind, due_at, expires_at, state, why, claim_at, channel,
              created_at, lease_until, epoch, attempts, unclear)
            select :mother, date '2000-01-01' + n, 'MISSED', :now, timestamptz '2026-04-01T00:00Z', :state, 'x',
              :now, 'email', :now, case when :state = 'SENDING' then cast(:now as timestamptz) end, 1, 1,
              case when :state = 'UNKNOWN' then 1 else 0 end
            from generate_series(1, :count) n
            """)
        .param("mother", mother)
        .param("now", clock.now().atOffset(ZoneOffset.UTC))
        .param("state", state)
        .param("count", count)
        .update();
    jdbc.sql(
            """
            insert into attempt (reminder_id, number, channel, epoch, opened_at)
            select id, 1, 'email', 1, due_at from reminder
            """)
        .update();
  }

  private List<String> many() {
    return jdbc.sql(
            """
            select distinct concat_ws(' ', state, (claim_at at time zone 'UTC')::text, unclear)
            from reminder where kind = 'MISSED' and day < '2010-01-01'
            """)
        .query(String.class)
        .list();
  }
}
