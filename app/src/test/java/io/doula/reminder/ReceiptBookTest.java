package io.doula.reminder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.doula.channel.Outcome;
import io.doula.channel.Outgoing;
import io.doula.channel.Receipt;
import io.doula.channel.Receipt.Status;
import io.doula.core.Sight;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

class ReceiptBookTest extends DeliveringTest {
  @Autowired Tick tick;

  @Test
  void theSameEventCountsOnce() {
    Clinic.Row sent = sent("whatsapp", "sms");
    Receipt failed = clinic.failure(sent, Outcome.Kind.REFUSED);
    take(failed);
    take(failed);
    assertThat(clinic.row(sent.mother()).why()).endsWith("to be tried again");
    assertThat(refusals(sent)).isEqualTo(1);
    assertThat(count("receipt")).isEqualTo(1);
  }

  @Test
  void aReceiptThatComesBeforeTheResponseSettlesItAndTheResponseIsNotWritten() {
    long mother = clinic.mother("whatsapp");
    clinic.comeDue();
    Intent intent = clinic.claimOne("whatsapp");
    take(clinic.receipt(clinic.row(mother), "e", Status.SENT));
    assertThat(clinic.row(mother).state()).isEqualTo(State.SENT);
    clinic.close(intent, Outcome.unknown("cut off"));
    assertThat(clinic.row(mother).state()).isEqualTo(State.SENT);
    assertThat(clinic.outcomes(intent.reminderId())).containsExactly("whatsapp SENT");
    clock.advance(Duration.ofHours(1));
    clinic.deliver();
    assertThat(providers.whatsapp().count()).isZero();
  }

  @Test
  void receiptsOutOfOrderEndWithTheFurthest() {
    Clinic.Row sent = sent("whatsapp");
    take(clinic.receipt(sent, "read", Status.READ));
    take(clinic.receipt(sent, "delivered", Status.DELIVERED));
    take(clinic.receipt(sent, "sent", Status.SENT));
    take(clinic.failure(sent, Outcome.Kind.UNREACHABLE));
    assertThat(clinic.row(sent.mother()).state()).isEqualTo(State.READ);
    assertThat(clinic.outcomes(sent.id())).containsExactly("whatsapp READ");
  }

  @Test
  void aReceiptWithoutACorrelationIsFoundByTheProvidersId() {
    Clinic.Row sent = sent("whatsapp");
    take(byId("whatsapp", "e1", "whatsapp-" + sent.id() + ":1"));
    assertThat(clinic.row(sent.mother()).state()).isEqualTo(State.DELIVERED);
    take(byId("sms", "e1", "whatsapp-" + sent.id() + ":1"));
    take(byId("whatsapp", "e2", "nobody's"));
    assertThat(count("receipt")).isEqualTo(3);
  }

  @Test
  void anIdThatAProviderGaveTwiceMeansItsLastMessage() {
    providers.sms().says(Outcome.accepted("always the same"));
    List<Long> mothers = clinic.mothers(2, "sms");
    clinic.comeDue();
    clinic.deliver();
    take(byId("sms", "e", "always the same"));
    assertThat(mothers.stream().map(m -> clinic.row(m).state()))
        .containsExactlyInAnyOrder(State.ACCEPTED, State.DELIVERED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "1",
        "1:",
        ":1",
        "1:x",
        "-1:1",
        "1:-1",
        "1:0",
        "1:99999",
        "1:1:1",
        "99999999999999999999:1",
        "1' or '1'='1:1"
      })
  void aCorrelationThatIsNoneOfOursIsKeptAndMovesNothing(String correlation) {
    Clinic.Row sent = sent("whatsapp");
    take(clinic.receipt("whatsapp", "e", correlation, Status.DELIVERED, null));
    assertThat(clinic.row(sent.mother()).state()).isEqualTo(State.ACCEPTED);
    assertThat(count("receipt")).isEqualTo(1);
  }

  @Test
  void aReceiptOfAReminderThatIsNotThereIsKept() {
    take(clinic.receipt("whatsapp", "e", "4711:1", Status.DELIVERED, null));
    take(clinic.receipt("whatsapp", "f", "4711:1", Status.FAILED, Outcome.Kind.STOPPED));
    assertThat(count("receipt")).isEqualTo(2);
  }

  @Test
  void anAttemptThatARestoreForgotIsKnownAgainByItsReceipt() {
    Clinic.Row row = due("whatsapp");
    take(clinic.receipt("whatsapp", "e", row.id() + ":2", Status.DELIVERED, null));
    Clinic.Row after = clinic.row(row.mother());
    assertThat(after.state()).isEqualTo(State.DELIVERED);
    assertThat(after.attempts()).isEqualTo(2);
    clinic.deliver();
    assertThat(providers.whatsapp().count()).isZero();
  }

  @Test
  void aFailedAttemptThatARestoreForgotStopsNobodysNextAttempt() {
    List<Long> mothers = clinic.mothers(5, "whatsapp");
    clinic.comeDue();
    Clinic.Row row = clinic.row(mothers.get(2));
    take(clinic.receipt("whatsapp", "e", row.id() + ":1", Status.FAILED, Outcome.Kind.REFUSED));
    clinic.deliver();
    assertThat(clinic.states()).containsExactly(State.ACCEPTED);
    assertThat(clinic.outcomes(row.id())).containsExactly("whatsapp FAILED", "whatsapp ACCEPTED");
  }

  @Test
  void anAttemptInTheFutureOfOneThatIsUnderWayStopsNeitherIt() {
    long mother = clinic.mother("whatsapp");
    clinic.comeDue();
    Intent intent = clinic.claimOne("whatsapp");
    take(
        clinic.receipt(
            "whatsapp", "e", intent.reminderId() + ":2", Status.FAILED, Outcome.Kind.REFUSED));
    clinic.close(intent, Outcome.refused("no connection"));
    clock.advance(Duration.ofMinutes(5));
    clinic.deliver();
    assertThat(clinic.row(mother).state()).isEqualTo(State.ACCEPTED);
  }

  @Test
  void anAddressThatCannotBeReachedIsRememberedAndTheNextChannelTakesIt() {
    Clinic.Row sent = sent("whatsapp", "sms");
    take(clinic.failure(sent, Outcome.Kind.UNREACHABLE));
    clinic.deliver();
    assertThat(clinic.outcomes(sent.id())).containsExactly("whatsapp FAILED", "sms ACCEPTED");
    assertThat(clinic.row(sent.mother()).state()).isEqualTo(State.ACCEPTED);
    laterReminder(sent);
    clinic.deliver();
    assertThat(providers.whatsapp().count()).as("not tried again").isEqualTo(1);
    assertThat(providers.sms().count()).isEqualTo(2);
    jdbc.sql("update mother set phone = '+254799999999'").update();
    laterReminder(sent);
    clinic.deliver();
    assertThat(providers.whatsapp().count()).as("a new phone is good").isEqualTo(2);
  }

  @Test
  void whoSaidStopToTheProviderIsOptedOut() {
    Clinic.Row sent = sent("whatsapp", "sms");
    take(clinic.failure(sent, Outcome.Kind.STOPPED));
    assertThat(clinic.row(sent.mother()).state()).isEqualTo(State.SUPPRESSED);
    assertThat(waiting(sent.mother())).isZero();
    clinic.deliver();
    assertThat(providers.sms().count()).isZero();
  }

  @Test
  void aFailureWithoutAReasonGoesToTheNextChannel() {
    Clinic.Row sent = sent("whatsapp", "sms");
    take(clinic.failure(sent, null));
    clinic.deliver();
    assertThat(clinic.outcomes(sent.id())).containsExactly("whatsapp FAILED", "sms ACCEPTED");
  }

  @Test
  void aSetThatIsFoundBlockedLaterIsBlockedForAll() {
    List<Long> mothers = clinic.mothers(2, "whatsapp");
    clinic.comeDue();
    Intent first = clinic.claimOne("whatsapp");
    clinic.close(first, Outcome.accepted("x"));
    take(
        new Receipt(
            "whatsapp",
            "e",
            first.message().correlation(),
            null,
            Status.FAILED,
            Outcome.Kind.BLOCKED,
            "doula_due_v1/en",
            "paused",
            clock.now()));
    clinic.deliver();
    assertThat(providers.whatsapp().count()).isZero();
    assertThat(mothers.stream().map(m -> clinic.row(m).why()))
        .containsExactlyInAnyOrder(
            "whatsapp does not let us send this: paused", "whatsapp is blocked: paused");
  }

  @Test
  void aReceiptThatCannotBeTakenKeepsNoOtherBack() {
    List<Long> mothers = clinic.mothers(2, "whatsapp");
    clinic.comeDue();
    clinic.deliver();
    Receipt poison =
        new Receipt(
            "whatsapp",
            "later than PostgreSQL can count",
            null,
            "whatsapp-" + clinic.row(mothers.get(0)).id() + ":1",
            Status.DELIVERED,
            null,
            null,
            null,
            Instant.parse("+300000-01-01T00:00:00Z"));
    Receipt good = clinic.receipt(clinic.row(mothers.get(1)), "good", Status.DELIVERED);
    assertThatThrownBy(() -> inbox.receipts(List.of(poison, good), clock.now()))
        .as("the provider is to send it again")
        .isInstanceOf(RuntimeException.class);
    assertThat(clinic.row(mothers.get(1)).state()).isEqualTo(State.DELIVERED);
  }

  @Test
  void webhooksAtOnceForOneReminderEndAsInOrder() throws Exception {
    for (int round = 0; round < 20; round++) {
      Clinic.Row sent = sent("whatsapp", "sms");
      List<Callable<Void>> hooks = new ArrayList<>();
      for (Status status : List.of(Status.SENT, Status.DELIVERED, Status.READ)) {
        for (int twice = 0; twice < 2; twice++) {
          hooks.add(() -> take(clinic.receipt(sent, sent.id() + status.name(), status)));
        }
      }
      hooks.add(() -> take(clinic.failure(sent, Outcome.Kind.REFUSED)));
      Collections.shuffle(hooks, new Random(round));
      atOnce(hooks);
      assertThat(clinic.row(sent.mother()).state()).isEqualTo(State.READ);
    }
  }

  /** Receipts, outcomes, planning, stops and claims of the same mothers: none waits for ever. */
  @Test
  void nothingThatHappensAtOnceToTheSameMothersEndsInADeadlock() throws Exception {
    clinic.mothers(24, "whatsapp", "sms");
    clinic.comeDue();
    long deadlocksBefore = deadlocks();
    for (int round = 0; round < 12; round++) {
      int seed = round;
      jdbc.sql(
              """
              update reminder set state = 'PLANNED', ended_at = null, claim_at = due_at, channel = 'whatsapp',
                passed = '{}', refusals = 0, unclear = 0
              where state <> 'SENDING'
              """)
          .update();
      jdbc.sql("update mother set opted_out_at = null").update();
      jdbc.sql("delete from channel_block").update();
      providers.whatsapp().answer = message -> mixed(message, seed);
      providers.sms().answer = message -> mixed(message, seed + 3);
      List<Clinic.Row> rows = clinic.rows("true");
      List<Callable<Void>> work = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        work.add(
            () -> {
              clinic.deliver();
              return null;
            });
      }
      for (int i = 0; i < 4; i++) {
        int from = i;
        work.add(() -> takeSome(rows, from, seed));
      }
      work.add(
          () -> {
            for (Clinic.Row row : rows) {
              jdbc.sql("update mother set replan_at = :now where id = :id")
                  .param("now", clock.now().atOffset(ZoneOffset.UTC))
                  .param("id", row.mother())
                  .update();
              tick.run(clock.now());
            }
            return null;
          });
      atOnce(work);
      tick.run(clock.now());
    }
    assertThat(deadlocks()).isEqualTo(deadlocksBefore);
  }

  private long deadlocks() {
    return jdbc.sql("select deadlocks from pg_stat_database where datname = current_database()")
        .query(Long.class)
        .single();
  }

  private @Nullable Void takeSome(List<Clinic.Row> rows, int from, int seed) {
    for (int i = from; i < rows.size(); i += 4) {
      Clinic.Row row = rows.get(i);
      Outcome.Kind kind =
          List.of(
                  Outcome.Kind.STOPPED,
                  Outcome.Kind.UNREACHABLE,
                  Outcome.Kind.BLOCKED,
                  Outcome.Kind.REFUSED)
              .get((i + seed) % 4);
      inbox.receipts(
          List.of(
              new Receipt(
                  "whatsapp",
                  "f" + seed + "-" + row.id(),
                  row.id() + ":" + Math.max(1, clinic.row(row.mother()).attempts()),
                  null,
                  Status.FAILED,
                  kind,
                  i % 2 == 0 ? "*" : "doula_due_v1/en",
                  "x",
                  clock.now())),
          clock.now());
    }
    return null;
  }

  private static Outcome mixed(Outgoing message, int seed) {
    return switch ((int) ((message.reminderId() + seed) % 6)) {
      case 0 -> Outcome.stopped("x");
      case 1 -> Outcome.unreachable("x");
      case 2 -> Outcome.blocked("*", "x");
      case 3 ->
          message.number() % 2 == 1
              ? Outcome.tooMany("x", Duration.ofMillis(1))
              : Outcome.accepted("x");
      case 4 -> Outcome.blocked("doula_due_v1/en", "x");
      default -> Outcome.accepted("x");
    };
  }

  private static void atOnce(List<Callable<Void>> work) throws Exception {
    ExecutorService threads =
        Executors.newFixedThreadPool(work.size(), task -> new Thread(Sight.ALL.over(task)));
    try {
      for (Future<Void> done : threads.invokeAll(work, 60, TimeUnit.SECONDS)) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private @Nullable Void take(Receipt receipt) {
    inbox.receipts(List.of(receipt), clock.now());
    return null;
  }

  private Receipt byId(String channel, String event, String id) {
    return new Receipt(channel, event, null, id, Status.DELIVERED, null, null, null, clock.now());
  }

  private Clinic.Row due(String... channels) {
    long mother = clinic.mother(channels);
    clinic.comeDue();
    return clinic.row(mother);
  }

  /** Her reminder, which the provider accepted. */
  private Clinic.Row sent(String... channels) {
    Clinic.Row row = due(channels);
    clinic.deliver();
    Clinic.Row sent = clinic.row(row.mother());
    assertThat(sent.state()).isEqualTo(State.ACCEPTED);
    return sent;
  }

  /** As if it were the next of hers. */
  private void laterReminder(Clinic.Row row) {
    jdbc.sql(
            """
            update reminder
            set state = 'PLANNED', passed = '{}', channel = 'whatsapp', ended_at = null, claim_at = due_at
            where id = :id
            """)
        .param("id", row.id())
        .update();
  }

  private int refusals(Clinic.Row row) {
    return jdbc.sql("select refusals from reminder where id = :id")
        .param("id", row.id())
        .query(Integer.class)
        .single();
  }

  private int waiting(long mother) {
    return count(
        "reminder where state in ('PLANNED', 'QUEUED', 'RETRY') and mother_id = " + mother);
  }

  private int count(String table) {
    return jdbc.sql("select count(*) from " + table).query(Integer.class).single();
  }
}
